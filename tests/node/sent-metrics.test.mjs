// Metrics that are sent to an OpenTelemetry collector: the upstream of the tests is one, and decodes what comes.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Bridge } from '@coreflow360/bridge'
import { CONFIG, sandboxed } from './support.mjs'
import { startUpstream } from './upstream.mjs'

const CANARY = 'canary-secret-77'

let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

function collector(given = {}) {
  const session = randomUUID()
  const address = (kind) => `${upstream.url}/__control__/${kind}?session=${session}`
  const otlp = {
    endpoint: address('spans'),
    metrics: { endpoint: address('metrics'), ...given },
    headers: { 'x-key': CANARY },
    serviceName: 'shop',
  }
  const metrics = async (name) => {
    const { metrics } = await upstream.ask('GET', 'metrics', undefined, { session })
    return metrics.filter((metric) => !name || metric.name === `coreflow_bridge_${name}`)
  }
  return { telemetry: { otlp }, metrics }
}

test('what Prometheus is told reaches the collector', async (t) => {
  const { telemetry, metrics } = collector()
  const { bridge, tenant } = await sandboxed(t, {}, { telemetry })
  await tenant.accounting.items.list({ limit: 1 }).toArray()
  await assert.rejects(tenant.accounting.items.get('erpnext:none'))
  assert.equal(bridge.metrics().metricExportFailures, 0)
  const named = bridge.metricsText().matchAll(/^# TYPE (\S+)/gm)
  const names = new Set([...named].map(([, name]) => name))
  assert.deepEqual(await metrics(), [], 'a minute has not passed')
  await bridge.close()
  const sent = await metrics()
  const told = new Set(sent.map(({ name, kind }) => (kind === 'counter' ? `${name}_total` : name)))
  // Of the store, what it did not say in time before may be told now.
  assert.deepEqual([...names].filter((name) => !told.has(name)), [])
  const [calls] = await metrics('call_duration_seconds')
  const [{ attributes, count, counts, bounds }] = calls.points
  assert.deepEqual(attributes, { tenant: 'acme', connection: 'erpnext', system: 'erpnext' })
  assert.deepEqual([calls.kind, calls.unit, calls.temporality, count], ['histogram', 's', 2, counts.reduce((a, b) => a + b)])
  assert.ok(count >= 2 && counts.length === bounds.length + 1)
  const [{ points }] = await metrics('call_failures')
  assert.deepEqual(points.map(({ attributes: { code }, value }) => [code, value]), [['NOT_FOUND', 1]])
  assert.deepEqual([calls.resource['service.name'], calls.headers['x-key']], ['shop', CANARY])
  for (const metric of sent) assert.ok(!JSON.stringify({ ...metric, headers: null }).includes('canary'))
})

test('they are sent again and again', async (t) => {
  const { telemetry, metrics } = collector({ intervalMs: 100 })
  const { bridge, tenant } = await sandboxed(t, {}, { telemetry })
  const counts = new Set()
  for (let look = 0; counts.size < 2 && look < 100; look++) {
    await tenant.accounting.items.list({ limit: 1 }).toArray()
    await sleep(200)
    for (const { points } of await metrics('call_duration_seconds')) counts.add(points[0].count)
  }
  await bridge.close()
  assert.ok(counts.size >= 2, 'cumulative counts that grow')
})

test('a collector that is not there is counted, and disturbs nothing', async (t) => {
  const otlp = { endpoint: 'http://127.0.0.1:1', timeoutMs: 500, metrics: { intervalMs: 100 } }
  const { bridge, tenant } = await sandboxed(t, {}, { telemetry: { otlp } })
  for (let look = 0; bridge.metrics().metricExportFailures === 0 && look < 200; look++) {
    await tenant.accounting.items.list({ limit: 1 }).toArray()
    await sleep(20)
  }
  assert.ok(bridge.metrics().metricExportFailures > 0)
  await bridge.close()
})

test('what cannot be is refused', () => {
  for (const otlp of [{ endpoint: 'http://collector.example/spans', metrics: {} }, { metrics: { every: CANARY } }]) {
    const config = { ...CONFIG, telemetry: { otlp } }
    assert.throws(() => new Bridge(config), (error) => error.code === 'CONFIG_INVALID' && !error.message.includes('canary'))
  }
})
