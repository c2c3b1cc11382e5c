// Health from Node: one status for all who ask, and rounds over the connections of all tenants.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bridgeFor, sandboxed } from './support.mjs'

test('a tenant sees how its connections are', async (t) => {
  const { bridge, tenant } = await sandboxed(t)
  const [one] = await tenant.health({ connection: 'erpnext' })
  assert.deepEqual([one.connection, one.system, one.status, one.reasons], ['erpnext', 'erpnext', 'healthy', []])
  assert.equal(one.error, null)
  assert.ok(one.version && one.ageMs >= 0 && one.pipeline.calls >= 1)
  const all = await Promise.all(Array.from({ length: 20 }, () => tenant.health({ maxAgeMs: 60_000 })))
  assert.ok(all.every(([known]) => known.checkedAt === one.checkedAt))
  await tenant.connection('erpnext').isolate()
  const [isolated] = await tenant.health({ probe: false })
  assert.deepEqual([isolated.status, isolated.reasons], ['unhealthy', ['isolated']])
  await tenant.connection('erpnext').reset()
  await assert.rejects(tenant.health({ connection: 'other' }), { code: 'NOT_FOUND' })
  const { status, connections } = await bridge.health()
  assert.deepEqual([status, connections.map((used) => used.status)], ['healthy', ['healthy']])
  const facts = ({ checkedAt, version, clockSkewMs, latencyMs, error, reasons }) => [checkedAt, version, clockSkewMs, latencyMs, error, reasons]
  assert.deepEqual(facts(connections[0]), facts(one))
  assert.deepEqual([connections[0].tenant, connections[0].rates], [tenant.id, []])
})

test('a refused credential is told and is an event', async (t) => {
  const { sandbox } = await sandboxed(t)
  const tenant = bridgeFor(t).tenant('acme')
  const credential = { type: 'api_key', key: 'wrong', secret: 'wrong' }
  await tenant.connect('erpnext', { ...sandbox.access('erpnext'), credential, verify: false })
  const [one] = await tenant.health()
  assert.deepEqual([one.status, one.reasons, one.error.code], ['unhealthy', ['credential_refused'], 'UNAUTHENTICATED'])
  const told = (await tenant.events.list()).map(({ event }) => event).filter((event) => event.type === 'connection.health.changed')
  assert.deepEqual(
    told.map(({ subject, data }) => [subject, data.from, data.to]),
    [['erpnext', 'unknown', 'unhealthy']],
  )
})

test('a round checks what is due', async (t) => {
  const { sandbox } = await sandboxed(t)
  const bridge = bridgeFor(t)
  for (const id of ['acme', 'globex']) {
    await bridge.tenant(id).connect('erpnext', { ...sandbox.access('erpnext'), verify: false })
  }
  assert.deepEqual(await bridge.checkHealth({ deadlineMs: 20_000 }), { checked: 2, failed: 0, left: 0 })
  assert.deepEqual(await bridge.checkHealth(), { checked: 0, failed: 0, left: 0 })
  await assert.rejects(bridge.checkHealth({ intervalMs: 10 }), { code: 'INVALID_INPUT' })
})

test('the loop of a host ends with its signal, or with the bridge', async (t) => {
  const { sandbox } = await sandboxed(t)
  for (const end of ['abort', 'close']) {
    const bridge = bridgeFor(t)
    const tenant = bridge.tenant('acme')
    await tenant.connect('erpnext', { ...sandbox.access('erpnext'), verify: false })
    const stop = new AbortController()
    const loop = bridge.run({ intervalMs: 1000, signal: stop.signal })
    while ((await tenant.health({ probe: false }))[0].status === 'unknown');
    if (end === 'abort') {
      stop.abort()
      await assert.rejects(loop, { name: 'AbortError' })
    } else {
      await bridge.close()
      await loop
    }
  }
})
