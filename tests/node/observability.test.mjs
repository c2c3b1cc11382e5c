// What the bridge tells of itself: its log, and metrics.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'
import { CONFIG, bridgeFor, program, sandboxed } from './support.mjs'

/** A listener that keeps what it hears. */
function listener(logLevel) {
  const records = []
  return { records, config: { logLevel, onLog: (batch) => void records.push(...batch) } }
}

const named = (records, message) => records.filter((record) => record.message === message)

test('a call is a record with its facts', async (t) => {
  const { records, config } = listener('debug')
  const { bridge, tenant } = await sandboxed(t, {}, config)
  await tenant.accounting.items.list({ limit: 1 }).toArray()
  await bridge.close()
  const one = named(records, 'a call has ended').find(({ fields }) => fields.resource === 'accounting.items')
  assert.deepEqual([one.level, one.logger], ['debug', 'coreflow_bridge.bridge'])
  assert.ok(one.time instanceof Date && Math.abs(one.time - Date.now()) < 3_600_000)
  const { tenant: whose, connection, system, operation, effect, attempts } = one.fields
  assert.deepEqual([whose, connection, system, operation, effect, attempts], ['acme', 'erpnext', 'erpnext', 'list', 'read', 1])
  const answered = named(records, 'the system answered').at(-1).fields
  assert.deepEqual([answered['http.request.method'], answered['http.response.status_code']], ['GET', 200])
})

test('levels are honoured, and info is the usual one', async (t) => {
  const quiet = listener('error')
  const usual = listener(undefined)
  const { bridge, sandbox, tenant } = await sandboxed(t, {}, { ...quiet.config, policies: { retry: { maxAttempts: 2, baseMs: 1 } } })
  const other = bridgeFor(t, usual.config)
  await other.health()
  sandbox.fault('erpnext', 'status', { status: 503, times: 1 })
  await tenant.accounting.items.list({ limit: 1 }).toArray()
  await bridge.close()
  await other.close()
  assert.deepEqual(quiet.records, [])
  const [again] = named(usual.records, 'an attempt failed; the call is repeated')
  assert.deepEqual([again.level, again.fields.code, again.fields.tenant], ['info', 'UNAVAILABLE', 'acme'])
  assert.equal(named(usual.records, 'a call has ended').length, 0)
})

test('records come while the bridge is open, in batches', async (t) => {
  let heard
  const first = new Promise((done) => (heard = done))
  const { tenant } = await sandboxed(t, {}, { logLevel: 'debug', onLog: heard })
  await tenant.connections()
  assert.ok((await first).length >= 1)
})

test('a listener that throws or rejects is contained, and told of once', async () => {
  for (const fails of ['() => { throw new Error("mine") }', 'async () => { throw new Error("mine") }']) {
    const { stdout, stderr } = await program(`
      import { Bridge } from '@coreflow360/bridge'
      const bridge = new Bridge({ ...${JSON.stringify(CONFIG)}, logLevel: 'debug', onLog: ${fails} })
      const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 0 })
      await bridge.tenant('acme').connect('erpnext', sandbox.access('erpnext'))
      await bridge.tenant('globex').connect('erpnext', sandbox.access('erpnext'))
      await bridge.close()
      console.log('still here')`)
    assert.equal(stdout, 'still here\n')
    assert.equal(stderr.match(/onLog failed/g)?.length, 1, stderr)
  }
})

test('a listener keeps no process alive, and hears what was logged before its end', async () => {
  const { stdout } = await program(`
    import { Bridge } from '@coreflow360/bridge'
    let heard = 0
    const onLog = (records) => { heard += records.length }
    const bridge = new Bridge({ ...${JSON.stringify(CONFIG)}, logLevel: 'debug', onLog })
    const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 0 })
    await bridge.tenant('acme').connect('erpnext', sandbox.access('erpnext'))
    process.on('exit', () => console.log(heard > 0))`)
  assert.equal(stdout, 'true\n')
})

test('what cannot be a listener is refused', () => {
  assert.throws(() => new Bridge({ ...CONFIG, onLog: 'x' }), { code: 'CONFIG_INVALID' })
  assert.throws(() => new Bridge({ ...CONFIG, onLog() {}, logLevel: 'loud' }), { code: 'CONFIG_INVALID' })
})

test('a lazy bridge listens when it is opened', async (t) => {
  const { records, config } = listener('debug')
  const { sandbox } = await sandboxed(t)
  const bridge = Bridge.lazy({ ...CONFIG, ...config })
  t.after(() => bridge.close())
  await bridge.tenant('initech').connect('erpnext', sandbox.access('erpnext'))
  await bridge.close()
  assert.ok(records.some(({ fields }) => fields.tenant === 'initech'))
})

test('the store is watched', async (t) => {
  const { bridge, tenant } = await sandboxed(t)
  const own = await tenant.events.consumer('own', 'order.*', { maxAttempts: 1 })
  await bridge.events.consumer('all', 'order.*')
  await tenant.events.publishMany([1, 2, 3].map((n) => ({ type: 'order.made', subject: `o-${n}` })))
  await (await own.next({ timeoutMs: 5_000 })).nack('it broke')
  await tenant.sync('accounting.contacts')
  let found
  const ends = Date.now() + 60_000
  // A slow machine may tell what the store said to the call before.
  do found = bridge.metrics()
  while (found.feeds.length === 0 && Date.now() < ends)
  const group = (wanted) => found.events.groups.find((one) => one.group === wanted)
  assert.ok(group('all').behind >= 3 && group('all').tenant === null)
  assert.deepEqual([group('own').tenant, group('own').deadLetters, group('own').open], ['acme', 1, 0])
  assert.deepEqual(found.events.tenants, [{ tenant: 'acme', ...found.events.log }])
  const [{ states, ageSeconds, resource }] = found.feeds
  assert.deepEqual([resource, states], ['accounting.contacts', { idle: 1, running: 0, paused: 0, failed: 0 }])
  assert.ok(ageSeconds >= 0 && ageSeconds < 600 && Date.parse(found.storeReadAt) <= Date.now())
  assert.match(bridge.metricsText(), /^coreflow_bridge_event_group_dead_letters\{tenant="acme",group="own"\} 1$/m)
})

test('metrics as data and as text', async (t) => {
  const { bridge, tenant } = await sandboxed(t)
  await tenant.accounting.items.list({ limit: 1 }).toArray()
  await assert.rejects(tenant.accounting.items.get('erpnext:none'), { code: 'NOT_FOUND' })
  const [one] = bridge.metrics().connections
  assert.deepEqual([one.tenant, one.connection, one.system, one.breaker], ['acme', 'erpnext', 'erpnext', 'closed'])
  assert.deepEqual([one.failures, one.inFlight, one.retries], [{ NOT_FOUND: 1 }, 0, 0])
  assert.deepEqual(one.calls.buckets.at(-1), [10, one.calls.count])
  assert.deepEqual([bridge.metrics().webhooks, bridge.metrics().logRecordsDropped], [{}, 0])
  const text = bridge.metricsText()
  assert.match(text, /^# TYPE coreflow_bridge_call_duration_seconds histogram$/m)
  assert.match(text, /^coreflow_bridge_call_failures_total\{tenant="acme",connection="erpnext",system="erpnext",code="NOT_FOUND"\} 1$/m)
  assert.doesNotMatch(text, /none/)
})
