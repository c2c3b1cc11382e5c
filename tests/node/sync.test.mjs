import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxed } from './support.mjs'

// A system that takes so long does not answer within any test here.
const HUNG_MS = 20_000
// What a busy machine may add to a deadline.
const SLACK_MS = 1_000

async function collect(iterable) {
  const all = []
  for await (const one of iterable) all.push(one)
  return all
}

async function changes(tenant) {
  const events = await tenant.events.list({ limit: 1000 })
  return events.map(({ event }) => event).filter(({ type }) => type.startsWith('accounting.item.'))
}

const byId = (records) => Object.fromEntries(records.map((record) => [record.id, record]))

test('a feed tells what changed and mirrors it', async (t) => {
  const { tenant } = await sandboxed(t)
  const steps = []
  const onProgress = (report) => steps.push(report)
  let report = await tenant.sync('accounting.items', { mirror: true, pageSize: 5, onProgress })
  const there = await collect(tenant.accounting.items.list())
  assert.deepEqual([report.status, report.complete, report.backfill], ['finished', true, true])
  assert.equal(report.created, there.length)
  assert.equal((await changes(tenant)).length, there.length)
  assert.deepEqual(steps.at(-1), report)
  assert.equal(report.parts[0].certificate.way, 'keyset')

  const [item] = there
  await tenant.accounting.items.update(item.id, { salesPrice: '77.70' })
  report = await tenant.sync('accounting.items')
  assert.deepEqual([report.mode, report.created, report.updated, report.deleted], ['changes', 0, 1, 0])
  const { type, data } = (await changes(tenant)).at(-1)
  assert.deepEqual([type, data.id, data.after.sales_price], ['accounting.item.updated', item.id, '77.7'])
  assert.equal(data.before.sales_price, item.salesPrice)
  assert.ok(data.changed.includes('sales_price'))

  const found = []
  let page
  do {
    page = await tenant.accounting.items.mirror.list({ limit: 4, after: page?.next })
    found.push(...page.records)
  } while (page.next)
  assert.deepEqual(byId(found), byId(await collect(tenant.accounting.items.list())))
  assert.ok(page.ageMs >= 0 && page.ageMs < 300_000)
  const where = { salesPrice: { gte: '100' }, code: { startsWith: 'item' } }
  const filtered = (await tenant.accounting.items.mirror.list({ where, limit: 1000 })).records.map(({ id }) => id)
  assert.deepEqual(filtered.sort(), (await collect(tenant.accounting.items.list({ where }))).map(({ id }) => id).sort())
  assert.ok(filtered.length > 0 && filtered.length < found.length)
  await assert.rejects(tenant.accounting.items.mirror.list({ where: { colour: 'red' } }), { code: 'INVALID_INPUT' })
  const read = await tenant.accounting.items.mirror.get(item.id, { maxAgeMs: 600_000 })
  assert.deepEqual([read.record, read.source], [byId(found)[item.id], 'mirror'])
})

test('a run pauses and goes on', async (t) => {
  const { tenant } = await sandboxed(t)
  const slice = () => tenant.sync('accounting.items', { pageSize: 5, maxPages: 1, events: false })
  const slices = [await slice()]
  while (slices.at(-1).status === 'paused') slices.push(await slice())
  assert.ok(slices.length > 2)
  assert.deepEqual(slices[0].whyNot, ['not_ended'])
  assert.equal(slices.at(-1).created, (await collect(tenant.accounting.items.list())).length)
  assert.deepEqual(await changes(tenant), [])
})

test('who runs a feed is told, and an abort sets it free', async (t) => {
  const { tenant } = await sandboxed(t)
  const gone = new AbortController()
  let refused
  const onProgress = () => {
    refused ??= assert.rejects(tenant.sync('accounting.items'), (error) => {
      assert.equal(error.code, 'CONFLICT')
      assert.match(error.context.owner, /^process /)
      gone.abort()
      return true
    })
  }
  const running = tenant.sync('accounting.items', { pageSize: 1, onProgress, signal: gone.signal })
  await assert.rejects(running, { name: 'AbortError' })
  await refused
  const report = await tenant.sync('accounting.items', { pageSize: 5 })
  assert.deepEqual([report.run, report.complete], [1, true])
})

test('the mirror serves while the system is down, and not without its module', async (t) => {
  const { tenant } = await sandboxed(t)
  const { items } = tenant.accounting
  await assert.rejects(items.mirror.list(), { code: 'INVALID_INPUT' })
  await tenant.sync('accounting.items', { mirror: true })
  const [first] = (await items.mirror.list({ limit: 1 })).records
  await tenant.connection('erpnext').isolate()
  await assert.rejects(items.get(first.id), { code: 'CIRCUIT_OPEN' })
  assert.deepEqual((await items.mirror.get(first.id)).record, first)
  await assert.rejects(items.mirror.get('no such item'), { code: 'NOT_FOUND' })
  await tenant.modules.change({ deactivate: ['accounting'] })
  await assert.rejects(items.mirror.get(first.id), { code: 'MODULE_INACTIVE' })
})

test('what is due runs in a cron route, and a drain hands its events on', async (t) => {
  const { bridge, tenant } = await sandboxed(t)
  const begin = (resource) => tenant.sync(resource, { everyMs: 3_600_000, maxPages: 1, pageSize: 5 })
  await begin('accounting.contacts')
  const [due] = await bridge.runSyncs({ deadlineMs: 60_000 })
  assert.deepEqual([due.tenant, due.resource, due.report.status], ['acme', 'accounting.contacts', 'finished'])
  assert.deepEqual(await bridge.runSyncs(), [])
  await tenant.syncs.forget('accounting.contacts')
  assert.deepEqual(await tenant.syncs.list(), [])
  await assert.rejects(tenant.syncs.forget('accounting.contacts'), { code: 'NOT_FOUND' })

  const seen = []
  const handler = ({ type }) => void seen.push(type)
  await bridge.events.subscribe('feed', 'accounting.item.*', handler, { background: false })
  await begin('accounting.items')
  await bridge.drain({ deadlineMs: 60_000 })
  assert.deepEqual(seen, (await changes(tenant)).map(({ type }) => type))
  assert.equal(seen.length, (await collect(tenant.accounting.items.list())).length)
})

test('a page under way at the deadline pauses the run', async (t) => {
  const { sandbox, bridge, tenant } = await sandboxed(t)
  await tenant.sync('accounting.items', { pageSize: 5, maxPages: 1, everyMs: 3_600_000 })
  sandbox.fault('erpnext', 'latency_ms', { latencyMs: HUNG_MS, pathPrefix: '/api/resource/Item' })
  assert.equal((await tenant.sync('accounting.items', { deadlineMs: 300 })).status, 'paused')
  const [due] = await bridge.runSyncs({ deadlineMs: 300 })
  assert.equal(due.report.status, 'paused')
  assert.equal((await tenant.syncs.list())[0].error, null)
  sandbox.clearFaults('erpnext')
  const [ended] = await bridge.runSyncs({ deadlineMs: 60_000 })
  assert.equal(ended.report.complete, true)
})

test('a drain has one deadline, and handlers a share of it', async (t) => {
  const { sandbox, bridge, tenant } = await sandboxed(t)
  const seen = []
  bridge.on('order.made', ({ subject }) => void seen.push(subject))
  await bridge.drain()
  await tenant.sync('accounting.items', { pageSize: 5, maxPages: 1, everyMs: 3_600_000 })
  sandbox.fault('erpnext', 'lose_answer', { times: 1, method: 'POST', pathPrefix: '/api/resource/Item' })
  const lost = { code: 'LOST', name: 'Lost', category: 'Products', unit: 'Nos' }
  await assert.rejects(tenant.accounting.items.create(lost), { code: 'OUTCOME_UNKNOWN' })
  // From now on the system takes what it is asked, and is silent.
  sandbox.fault('erpnext', 'latency_ms', { latencyMs: HUNG_MS })
  await tenant.events.publish('order.made', 'order-1')
  const begun = performance.now()
  const done = await bridge.drain({ deadlineMs: 1_500 })
  assert.ok(performance.now() - begun < 1_500 + SLACK_MS)
  assert.deepEqual([seen, done], [['order-1'], { handled: 1, failed: 0, resolved: 0, unknown: 1 }])
  assert.equal((await tenant.syncs.list())[0].error, null)
})
