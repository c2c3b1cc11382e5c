// Spans that are exported to an OpenTelemetry collector: the upstream of the tests is one, and decodes what comes.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'
import { CONFIG, bridgeFor, program, sandboxed } from './support.mjs'
import { startUpstream } from './upstream.mjs'

const CANARY = 'canary-secret-77'
const PARENT = (number) => `00-${number.toString(16).padStart(32, '0')}-00f067aa0ba902b7-01`

let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

function collector() {
  const session = randomUUID()
  const otlp = {
    endpoint: `${upstream.url}/__control__/spans?session=${session}`,
    headers: { 'x-key': CANARY },
    serviceName: 'shop',
    resourceAttributes: { 'deployment.environment.name': 'test', hostName: 'kept as it is' },
  }
  const spans = async (kind) => {
    const { spans } = await upstream.ask('GET', 'spans', undefined, { session })
    return spans.filter(({ attributes }) => !kind || attributes['coreflow.span'] === kind)
  }
  return { telemetry: { otlp }, spans }
}

test('a call and its attempts reach the collector', async (t) => {
  const { telemetry, spans } = collector()
  const { bridge, tenant } = await sandboxed(t, {}, { telemetry })
  await tenant.accounting.items.list({ limit: 1 }).toArray()
  assert.equal(bridge.metrics().spanExportFailures, 0)
  await bridge.close()
  const call = (await spans('coreflow.call')).find(({ name }) => name === 'list accounting.items')
  const { 'coreflow.tenant': whose, 'coreflow.effect': effect, 'coreflow.attempts': attempts } = call.attributes
  assert.deepEqual([whose, effect, attempts, call.headers['x-key']], ['acme', 'read', 1, CANARY])
  assert.deepEqual(
    [call.resource['service.name'], call.resource['deployment.environment.name'], call.resource.hostName],
    ['shop', 'test', 'kept as it is'],
  )
  const attempt = (await spans('coreflow.attempt')).find(({ parent_span_id }) => parent_span_id === call.span_id)
  assert.deepEqual([attempt.name, attempt.kind, attempt.attributes['http.response.status_code']], ['GET', 3, 200])
  for (const { name, attributes } of await spans()) assert.ok(!JSON.stringify([name, attributes]).includes('canary'))
})

test("the host's span is the parent, of each flow its own", async (t) => {
  const { telemetry, spans } = collector()
  const { bridge, tenant } = await sandboxed(t, {}, { telemetry })
  await Promise.all(
    [1, 2, 3].map((number) =>
      bridge.traced(PARENT(number), async () => {
        for await (const item of tenant.accounting.items.list({ pageSize: 2, limit: 6 })) assert.ok(item.id)
        await assert.rejects(tenant.accounting.items.get(`erpnext:none-${number}`))
      }),
    ),
  )
  await tenant.accounting.contacts.list({ limit: 1 }).toArray()
  assert.throws(() => bridge.traced('00-x', () => assert.fail('it ran')), { code: 'INVALID_INPUT' })
  await bridge.close()
  const calls = await spans('coreflow.call')
  for (const number of [1, 2, 3]) {
    const own = calls.filter(({ trace_id }) => Number.parseInt(trace_id, 16) === number)
    assert.equal(own.filter(({ name }) => name === 'get accounting.items').length, 1)
    assert.ok(own.filter(({ name }) => name === 'list accounting.items').length >= 3)
    for (const span of own) assert.equal(span.parent_span_id, '00f067aa0ba902b7')
  }
  const outside = calls.filter(({ name }) => name === 'list accounting.contacts')
  assert.ok(outside.length > 0 && outside.every(({ trace_id }) => Number.parseInt(trace_id, 16) > 3))
})

test('a handler has a span, and its calls are in it', async (t) => {
  const { telemetry, spans } = collector()
  const { bridge, tenant } = await sandboxed(t, {}, { telemetry })
  const handler = async (event) => {
    await tenant.accounting.items.list({ limit: 1 }).toArray()
    if (event.subject === CANARY) throw new Error(CANARY)
  }
  const packing = await tenant.events.subscribe('packing', 'parcel.*', handler, { maxAttempts: 1, background: false })
  await tenant.events.publish('parcel.packed', 'parcel-1')
  await tenant.events.publish('parcel.lost', CANARY)
  assert.deepEqual(await packing.drain(), { handled: 1, failed: 1 })
  const own = await tenant.events.consumer('own', 'parcel.*', { start: 'beginning' })
  const delivery = await own.next({ timeoutMs: 5_000 })
  assert.match(delivery.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  await delivery.release()
  await bridge.close()

  const found = Object.fromEntries((await spans('coreflow.handle')).map((span) => [span.attributes['coreflow.outcome'], span]))
  assert.deepEqual(Object.keys(found).sort(), ['ack', 'dead', 'release'])
  assert.equal(found.release.attributes['coreflow.group'], 'own')
  assert.deepEqual([found.ack.name, found.ack.kind, found.ack.status], ['handle parcel.packed', 5, 0])
  assert.deepEqual(found.ack.attributes, {
    'coreflow.span': 'coreflow.handle',
    'coreflow.tenant': 'acme',
    'coreflow.group': 'packing',
    'coreflow.event': 'parcel.packed',
    'coreflow.attempt': 1,
    'coreflow.outcome': 'ack',
  })
  assert.deepEqual([found.dead.name, found.dead.status, found.dead.attributes['error.type']], ['handle parcel.lost', 2, '_OTHER'])
  const calls = await spans('coreflow.call')
  for (const span of [found.ack, found.dead]) {
    const own = calls.filter(({ parent_span_id }) => parent_span_id === span.span_id)
    assert.ok(own.some(({ name }) => name === 'list accounting.items'))
    assert.ok(own.every(({ trace_id }) => trace_id === span.trace_id))
    const took = own.reduce((sum, { nanos }) => sum + nanos, 0)
    assert.ok(took > 0 && took <= span.nanos, 'the span is there as long as its handler works')
    assert.ok(!JSON.stringify([span.name, span.attributes, span.message]).includes('canary'))
  }
})

test('a webhook says whose it is', async (t) => {
  const { telemetry, spans } = collector()
  const bridge = bridgeFor(t, { telemetry })
  const tenant = bridge.tenant('acme')
  const credential = { type: 'api_key', key: CANARY }
  const plane = { instance: 'http://127.0.0.1:9', credential, options: { workspace: 'acme' }, allowPrivate: true, verify: false }
  await tenant.connect('plane', plane)
  await tenant.modules.change({ activate: ['projects'] })
  const { id } = await tenant.webhooks.create('plane')
  for (const endpoint of [id, 'nobodys']) {
    const reply = await bridge.webhooks.handle(endpoint, 'POST', { 'x-plane-signature': '0'.repeat(64) }, Buffer.from('{}'))
    assert.equal(reply.status, 401)
  }
  await bridge.close()
  const found = (await spans('coreflow.webhook')).map(({ attributes }) => attributes['coreflow.tenant'])
  assert.deepEqual(found, ['acme', undefined])
})

test('a system is sent the span only when asked', async (t) => {
  for (const propagate of [false, true]) {
    const hostile = await upstream.hostile([{ do: [{ answer: { status: 200, body: { message: 'pong' } } }] }])
    const { telemetry, spans } = collector()
    const bridge = bridgeFor(t, { telemetry: { ...telemetry, propagate } })
    const tenant = bridge.tenant('acme')
    await tenant.modules.change({ activate: ['accounting'] })
    const credential = { type: 'api_key', key: 'k', secret: CANARY }
    const connection = await tenant.connect('erpnext', { instance: hostile.url, credential, allowPrivate: true, verify: false })
    await connection.request('GET', '/x')
    await bridge.close()
    const [attempt] = await spans('coreflow.attempt')
    const [{ headers }] = (await hostile.seen()).requests
    const sent = headers.find(([name]) => name === 'traceparent')?.[1]
    assert.equal(sent, propagate ? `00-${attempt.trace_id}-${attempt.span_id}-01` : undefined)
  }
})

test('a collector that is not there disturbs nothing, and keeps no process alive', async () => {
  const { stdout } = await program(`
    import { Bridge } from '@coreflow360/bridge'
    const telemetry = { otlp: { endpoint: 'http://127.0.0.1:1' } }
    const bridge = new Bridge({ ...${JSON.stringify(CONFIG)}, telemetry })
    const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 0 })
    await bridge.tenant('acme').connect('erpnext', sandbox.access('erpnext'))
    console.log('left open')`)
  assert.equal(stdout, 'left open\n')
})

test('what cannot be a collector is refused', () => {
  for (const otlp of [{ endpoint: 'localhost:4318' }, { endpoint: `http://u:${CANARY}@localhost` }, { headers: { a: [CANARY] } }, { key: CANARY }]) {
    assert.throws(() => new Bridge({ ...CONFIG, telemetry: { otlp } }), (error) => error.code === 'CONFIG_INVALID' && !error.message.includes('canary'))
  }
})
