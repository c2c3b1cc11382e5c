import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { sandboxed, silent } from './support.mjs'

test('an aborted signal stops a call before it begins', async (t) => {
  const { tenant, bridge } = await silent(t)
  const reason = new Error('enough')
  const signal = AbortSignal.abort(reason)
  await assert.rejects(tenant.accounting.items.get('erpnext:1', { signal }), reason)
  await assert.rejects(tenant.accounting.items.list({ signal }).toArray(), reason)
  await assert.rejects(bridge.health({ signal }), reason)
  await assert.rejects(tenant.connections({ signal: AbortSignal.abort() }), { name: 'AbortError' })
})

test('an abort during a call drops the request', async (t) => {
  const { tenant, next } = await silent(t)
  const control = new AbortController()
  const call = tenant.accounting.items.get('erpnext:SKU-1', { signal: control.signal })
  const request = await next()
  control.abort()
  await assert.rejects(call, { name: 'AbortError' })
  await request.gone
  assert.equal(getEventListeners(control.signal, 'abort').length, 0)
})

test('a timeout is a TimeoutError', async (t) => {
  const { tenant } = await silent(t)
  const call = tenant.accounting.items.get('erpnext:SKU-1', { signal: AbortSignal.timeout(50) })
  await assert.rejects(call, { name: 'TimeoutError' })
})

test('an abort ends a list', async (t) => {
  const { tenant, next } = await silent(t)
  const control = new AbortController()
  const call = tenant.accounting.items.list({ signal: control.signal }).toArray()
  const request = await next()
  control.abort('changed my mind')
  await assert.rejects(call, (reason) => reason === 'changed my mind')
  await request.gone
})

test('a listener of the host stays', async (t) => {
  const { tenant, next } = await silent(t)
  const control = new AbortController()
  let heard = 0
  control.signal.onabort = () => (heard += 1)
  const call = tenant.accounting.items.get('erpnext:SKU-1', { signal: control.signal })
  await next()
  control.abort()
  await assert.rejects(call, { name: 'AbortError' })
  assert.equal(heard, 1)
})

test('one signal serves many calls, and leaves no listener behind', async (t) => {
  const { tenant } = await sandboxed(t, { records: 20 })
  const { signal } = new AbortController()
  const warnings = []
  const warned = (warning) => warnings.push(warning.name)
  process.on('warning', warned)
  t.after(() => process.off('warning', warned))
  await Promise.all(Array.from({ length: 20 }, () => tenant.accounting.items.list({ limit: 1, signal }).toArray()))
  assert.equal(getEventListeners(signal, 'abort').length, 0)
  assert.deepEqual(warnings, [])
})

test('one abort ends all calls of its signal', async (t) => {
  const { tenant, next } = await silent(t)
  const control = new AbortController()
  const calls = ['a', 'b', 'c'].map((id) => tenant.accounting.items.get(`erpnext:${id}`, { signal: control.signal }))
  const requests = await Promise.all([next(), next(), next()])
  control.abort()
  for (const call of await Promise.allSettled(calls)) assert.equal(call.reason?.name, 'AbortError')
  await Promise.all(requests.map((request) => request.gone))
})

test('a deadline is an error of the bridge, not of the signal', async (t) => {
  const { tenant } = await silent(t)
  const call = tenant.accounting.items.get('erpnext:SKU-1', { deadlineMs: 50, signal: new AbortController().signal })
  await assert.rejects(call, { code: 'DEADLINE_EXCEEDED' })
})
