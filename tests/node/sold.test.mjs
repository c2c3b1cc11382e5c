// Modules across processes (C12): what one process changes closes every path in another, and nothing is lost.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'
import { KEYRING, ROOT } from './support.mjs'

const OTHER = `
const { Bridge, BridgeError } = require('@coreflow360/bridge')
;(async () => {
  const bridge = await Bridge.open({ store: process.argv[1], keyring: JSON.parse(process.argv[2]) })
  const acme = bridge.tenant('acme')
  const running = acme.accounting.invoices.list({ pageSize: 1, prefetch: 0 }).pages()[Symbol.asyncIterator]()
  if ((await running.next()).value.records.length !== 1) throw new Error('no page')
  console.log('ready')
  // Calls go on until the module is closed here, too: it must be, or this never ends.
  const refused = {}
  const untilRefused = async (name, call) => {
    while (!refused[name]) {
      try {
        const { done } = (await call()) ?? {}
        if (done) throw new Error('the list came to its end')
      } catch (error) {
        if (!BridgeError.is(error)) throw error
        refused[name] = [error.code, error.context.why, error.tenant]
      }
    }
  }
  await untilRefused('list of another', async () => void (await acme.accounting.items.list({ limit: 1 }).toArray()))
  await untilRefused('list', () => running.next())
  await untilRefused('create', async () => void (await acme.accounting.contacts.create({ name: 'X', roles: ['customer'] })))
  await untilRefused('request', async () => void (await acme.connection('erpnext').request('GET', '/api/resource/ToDo')))
  console.log(JSON.stringify(refused))
  await bridge.close()
})()`

const WRITER = `
const { Bridge } = require('@coreflow360/bridge')
;(async () => {
  const [store, keyring, ...modules] = process.argv.slice(1)
  const bridge = await Bridge.open({ store, keyring: JSON.parse(keyring) })
  const acme = bridge.tenant('acme')
  for (const module of modules) {
    await acme.modules.change({ activate: [module] })
    await acme.usage.record('ai_operations', 5)
  }
  await bridge.close()
})()`

async function shared(t) {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-modules-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 60 })
  t.after(() => sandbox.stop())
  const store = join(folder, 'bridge.db')
  const bridge = await Bridge.open({ store, keyring: KEYRING })
  t.after(() => bridge.close())
  const tenant = bridge.tenant('acme')
  await tenant.connect('erpnext', sandbox.access('erpnext'))
  await tenant.modules.change({ activate: ['accounting'] })
  return { store, tenant }
}

const child = (source, ...words) => spawn(process.execPath, ['-e', source, ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })

for (const [how, close, why] of [
  ['deactivated', (tenant) => tenant.modules.change({ deactivate: ['accounting'] }), 'not_activated'],
  [
    'ended',
    (tenant) => tenant.subscription.set({ tier: 'starter', periodEnd: new Date('2020-01-01T00:00:00Z'), graceDays: 0 }),
    'subscription_ended',
  ],
  ['canceled', (tenant) => tenant.subscription.set({ tier: 'starter', status: 'canceled' }), 'subscription_ended'],
]) {
  test(`a module that is ${how} in one process is closed in all`, async (t) => {
    const { store, tenant } = await shared(t)
    const process = child(OTHER, store, JSON.stringify(KEYRING))
    const exit = once(process, 'exit')
    const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
    assert.equal((await lines.next()).value, 'ready')
    await close(tenant)
    await assert.rejects(tenant.accounting.items.list().toArray(), { code: 'MODULE_INACTIVE' })
    const refused = JSON.parse((await lines.next()).value)
    assert.equal((await exit)[0], 0)
    assert.deepEqual(Object.keys(refused), ['list of another', 'list', 'create', 'request'])
    for (const found of Object.values(refused)) assert.deepEqual(found, ['MODULE_INACTIVE', why, 'acme'])
  })
}

test('activations and counts of several processes all hold', async (t) => {
  const { store, tenant } = await shared(t)
  const parts = [['crm', 'hr'], ['inventory', 'projects'], ['finance_ai', 'workspace']]
  const writers = parts.map((modules) => child(WRITER, store, JSON.stringify(KEYRING), ...modules))
  const codes = await Promise.all(writers.map((writer) => once(writer, 'exit')))
  assert.deepEqual(codes.map(([code]) => code), [0, 0, 0])
  const { active } = await tenant.modules.plan({})
  assert.deepEqual(active, ['accounting', ...parts.flat()].sort())
  assert.equal((await tenant.usage.check('ai_operations')).used, 30)
})

test('a suspended module is closed to the consumers that require it', async (t) => {
  const bridge = await Bridge.open({ store: ':memory:', keyring: KEYRING })
  t.after(() => bridge.close())
  const acme = bridge.tenant('acme')
  await acme.subscription.set({ tier: 'starter' })
  await acme.modules.change({ activate: ['crm'] })
  const consumer = await bridge.events.consumer('g', 'order.*', { requires: ['crm'] })
  const seen = async () => {
    const found = []
    for (let one = await consumer.next({ timeoutMs: 0 }); one; one = await consumer.next({ timeoutMs: 0 })) {
      found.push(one.event.id)
      await one.ack()
    }
    return found
  }
  const publish = (id) => acme.events.publish('order.made', id, {}, { id })
  const owed = { tier: 'starter', status: 'past_due', pastDueSince: new Date('2020-01-01T00:00:00Z') }
  await acme.subscription.set({ ...owed, graceDays: 36500 })
  await publish('grace')
  assert.deepEqual(await seen(), ['grace'])
  await acme.subscription.set({ ...owed, graceDays: 1 })
  await publish('suspended')
  assert.deepEqual(await seen(), [])
  await acme.subscription.set({ tier: 'starter' })
  await publish('renewed')
  assert.deepEqual(await seen(), ['renewed'])
})

test('calls are counted by the bridge, and refused above the quota before anything is sent', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-metered-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 20 })
  t.after(() => sandbox.stop())
  const yaml = `
catalogue: metered
title: Metered
tiers: {low: {title: Low}}
modules: {accounting: {title: Books, systems: [erpnext]}}
quotas:
  calls: {title: Calls, counts: calls, per: month, limits: {low: 3}, when_exceeded: refuse, when_unknown: refuse}
`
  const open = () => Bridge.open({ store: join(folder, 'bridge.db'), keyring: KEYRING, catalogue: { yaml } })
  const first = await open()
  let acme = first.tenant('acme')
  await acme.connect('erpnext', sandbox.access('erpnext'))
  await acme.subscription.set({ tier: 'low' })
  await acme.modules.change({ activate: ['accounting'] })
  const [invoice] = await acme.accounting.invoices.list({ limit: 1 }).toArray()
  await acme.accounting.invoices.get(invoice.id)
  assert.equal((await acme.usage.check('calls')).used, 2)
  await first.close()
  const second = await open()
  t.after(() => second.close())
  acme = second.tenant('acme')
  await acme.accounting.invoices.get(invoice.id)
  const asked = (await sandbox.requests('erpnext')).total
  await assert.rejects(acme.accounting.invoices.get(invoice.id), (error) => {
    assert.equal(error.code, 'QUOTA_EXCEEDED')
    assert.deepEqual([error.context.used, error.context.limit], ['3', '3'])
    return true
  })
  assert.equal((await sandbox.requests('erpnext')).total, asked)
})

test('the parts of an upgrade page are in the error', async (t) => {
  const { tenant } = await shared(t)
  await tenant.subscription.set({ bundle: 'starter' })
  const change = tenant.modules.change({ activate: ['workspace'] })
  await assert.rejects(change, (error) => {
    assert.equal(error.code, 'MODULE_INACTIVE')
    const { required_module, required_tier, why } = error.context
    assert.deepEqual([required_module, required_tier, why], ['workspace', 'enterprise', 'tier'])
    return true
  })
  const plan = await tenant.modules.plan({ activate: ['hvac_industry'], cascade: true })
  assert.equal(plan.valid, false)
  assert.deepEqual(plan.steps.map(({ module }) => module), ['crm', 'projects', 'hvac_industry'])
})

test('what CoreFlow360 counts itself, and what only the host knows', async (t) => {
  const sandbox = await Bridge.sandbox({ systems: ['erpnext', 'finrobot'], records: 4 })
  t.after(() => sandbox.stop())
  const bridge = await Bridge.open({ store: ':memory:', keyring: KEYRING })
  t.after(() => bridge.close())
  const acme = bridge.tenant('acme')
  await acme.subscription.set({ tier: 'starter', users: 2 })
  for (const system of ['erpnext', 'finrobot']) await acme.connect(system, sandbox.access(system))
  await acme.modules.change({ activate: ['accounting', 'finance_ai'] })
  const job = (task) => acme.financeAi.analysisJobs.create({ kind: 'Market_Analyst', task })
  await acme.accounting.items.list({ limit: 1 }).toArray()
  await job('Look at the market')
  const used = Object.fromEntries((await acme.usage.get()).map(({ metric, used, limit }) => [metric, [used, limit]]))
  const expected = { api_calls: [2, 1000], ai_operations: [1, 100], users: [0, 10], storage: [0, 1024], records: [0, null] }
  assert.deepEqual(used, expected)
  await acme.usage.record('ai_operations', 99)
  await assert.rejects(job('One too many'), { code: 'QUOTA_EXCEEDED' })
  await acme.accounting.items.list({ limit: 1 }).toArray()
  for (const [metric, most] of [['users', 10], ['storage', 1024]]) {
    await acme.usage.record(metric, most)
    await assert.rejects(acme.usage.record(metric), { code: 'QUOTA_EXCEEDED' })
    assert.equal((await acme.usage.record(metric, -1)).remaining, 1)
  }
  assert.equal((await acme.usage.record('records', 1_000_000)).over, false)
})
