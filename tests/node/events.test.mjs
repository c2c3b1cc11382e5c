import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bridgeFor, CONFIG, program } from './support.mjs'

/** A promise, and what resolves it. */
function deferred() {
  let resolve
  const promise = new Promise((done) => (resolve = done))
  return { promise, resolve }
}

async function drained(consumer) {
  const found = []
  for (let one = await consumer.next({ timeoutMs: 0 }); one; one = await consumer.next({ timeoutMs: 0 })) {
    found.push(one.event.id)
    await one.ack()
  }
  return found
}

test('an event arrives as it was published', async (t) => {
  const acme = bridgeFor(t).tenant('acme')
  const consumer = await acme.events.consumer('g', 'order.*')
  const time = new Date('2026-11-29T10:00:00.250Z')
  const data = { snake_case: 'ü', camelCase: 1.5, nested: [{ a_b: null }] }
  const options = { id: '1', source: 'urn:shop', time, extensions: { correlationid: 'x' } }
  const made = await acme.events.publish('order.packed', 'order-1', data, options)
  assert.deepEqual({ ...made, position: 0 }, { id: '1', position: 0, duplicate: false })
  assert.equal((await acme.events.publish('order.packed', 'order-1', data, options)).duplicate, true)
  const delivery = await consumer.next()
  assert.deepEqual(delivery.event, {
    specversion: '1.0',
    id: '1',
    source: 'urn:shop',
    type: 'order.packed',
    subject: 'order-1',
    time: '2026-11-29T10:00:00.25Z',
    tenant: 'acme',
    correlationid: 'x',
    datacontenttype: 'application/json',
    data,
  })
  assert.deepEqual([delivery.attempt, delivery.position, delivery.tenant.id], [1, made.position, 'acme'])
  await delivery.extend()
  await delivery.ack()
  await assert.rejects(delivery.ack(), { code: 'STALE_LEASE' })
})

test('a failing handler is asked again and then given up, and others go on', async (t) => {
  const { events } = bridgeFor(t).tenant('acme')
  const calls = []
  const [good, last] = [deferred(), deferred()]
  const handler = async ({ id }, { attempt }) => {
    calls.push(`${id} ${attempt}`)
    if (id === 'good') return good.resolve()
    if (attempt === 2) last.resolve()
    throw new TypeError('no such thing')
  }
  // A subscription that waits keeps no process alive: the test has to.
  const alive = setInterval(() => {}, 1_000)
  t.after(() => clearInterval(alive))
  const subscription = await events.subscribe('g', 'order.*', handler, { maxAttempts: 2 })
  await events.publishMany([
    { type: 'order.packed', subject: 'a', id: 'bad' },
    { type: 'order.packed', subject: 'b', id: 'good' },
  ])
  await Promise.all([good.promise, last.promise])
  await subscription.close()
  const [letter] = await events.deadLetters.list({ group: 'g' })
  assert.deepEqual([letter.event.id, letter.attempts, letter.error], ['bad', 2, 'TypeError: no such thing'])
  assert.deepEqual(calls.filter((call) => call.startsWith('bad')), ['bad 1', 'bad 2'])
  assert.deepEqual([subscription.handled, subscription.failed], [1, 2])
  assert.equal(await events.deadLetters.replay({ ids: [letter.id] }), 1)
  assert.deepEqual(await drained(await events.consumer('g', 'order.*')), ['bad'])
  assert.deepEqual(await events.deadLetters.list(), [])
  await assert.rejects(events.deadLetters.drop({}), { code: 'INVALID_INPUT' })
})

test('a tenant sees its own events and groups only', async (t) => {
  const bridge = bridgeFor(t)
  const places = [bridge.tenant('acme'), bridge.tenant('other'), bridge]
  const consumers = await Promise.all(places.map(({ events }) => events.consumer('g', '*')))
  for (const [id, { events }] of places.entries()) await events.publish('order.packed', null, null, { id: String(id) })
  const seen = await Promise.all(consumers.map(drained))
  assert.deepEqual(seen.map((ids) => ids.sort()), [['0'], ['1'], ['0', '1', '2']])
  assert.deepEqual((await bridge.events.groups()).map(({ id }) => id), ['acme/g', 'g', 'other/g'])
  assert.deepEqual((await bridge.tenant('acme').events.groups())[0], {
    id: 'g', types: ['*'], requires: [], tenant: 'acme', maxAttempts: 10, position: 3, behind: 0, open: 0, dead: 0,
  })
  assert.equal((await bridge.tenant('other').events.list()).length, 1)
  await bridge.events.forget('acme/g')
  await assert.rejects(bridge.tenant('acme').events.forget('g'), { code: 'NOT_FOUND' })
})

test('modules decide what is published and seen', async (t) => {
  const bridge = bridgeFor(t)
  const acme = bridge.tenant('acme')
  await assert.rejects(acme.events.publish('crm.deal.won', 'deal-1'), { code: 'MODULE_INACTIVE' })
  const consumer = await bridge.events.consumer('g', 'crm.*', { requires: ['crm'] })
  await acme.modules.change({ activate: ['crm'] })
  await acme.events.publish('crm.deal.won', 'deal-1', {}, { id: 'seen' })
  assert.deepEqual(await drained(consumer), ['seen'])
  await acme.events.publish('crm.deal.won', 'deal-1', {}, { id: 'unseen' })
  await acme.modules.change({ deactivate: ['crm'] })
  assert.deepEqual(await drained(consumer), [])
})

test('drain follows what handlers publish, and a replay begins where it is told', async (t) => {
  const bridge = bridgeFor(t)
  const { events } = bridge.tenant('acme')
  const seen = []
  const pack = ({ id }, { tenant }) => tenant.events.publish('parcel.packed', id, null, { id, source: 'urn:packing' })
  await bridge.events.subscribe('pack', 'order.*', pack, { background: false })
  await bridge.events.subscribe('send', 'parcel.*', ({ id }) => seen.push(id), { background: false })
  const made = await events.publishMany(['1', '2', '3'].map((id) => ({ type: 'order.made', id })))
  assert.deepEqual(await bridge.drain(), { handled: 6, failed: 0, resolved: 0, unknown: 0 })
  assert.deepEqual(await bridge.drain(), { handled: 0, failed: 0, resolved: 0, unknown: 0 })
  assert.deepEqual(seen.sort(), ['1', '2', '3'])
  const consumer = await events.consumer('g', 'order.*')
  for (const [start, ids] of [['beginning', 3], [made[2].position, 1], [new Date(Date.now() + 1e8), 0], ['now', 0]]) {
    await events.replay('g', start)
    assert.equal((await drained(consumer)).length, ids, String(start))
  }
})

test('a full log says so', async (t) => {
  const { events } = bridgeFor(t, { events: { maxEvents: 5 } })
  const consumer = await events.consumer('g', '*')
  await events.publishMany(Array.from({ length: 5 }, () => ({ type: 'order.packed', subject: 'a' })))
  const full = { code: 'BACKPRESSURE', retryable: true, message: /^the event log is full/ }
  await assert.rejects(events.publish('order.packed'), full)
  assert.equal((await drained(consumer)).length, 5)
  await events.publish('order.packed')
})

for (const [limits, room] of [[{ maxEvents: 20 }, 5], [{ maxTenantEvents: 3 }, 3]]) {
  test(`a tenant that floods the log is refused alone (${JSON.stringify(limits)})`, async (t) => {
    const bridge = bridgeFor(t, { events: limits })
    const [loud, quiet] = ['loud', 'quiet'].map((id) => bridge.tenant(id).events)
    const consumer = await bridge.events.consumer('g', '*')
    await loud.publishMany(Array.from({ length: room }, () => ({ type: 'order.packed', subject: 'a' })))
    const full = { code: 'BACKPRESSURE', retryable: true, message: /^the tenant's part of the event log is full/ }
    await assert.rejects(loud.publish('order.packed'), full)
    await quiet.publish('order.packed')
    await bridge.events.publish('order.packed')
    assert.equal((await drained(consumer)).length, room + 2)
    await loud.publish('order.packed')
  })
}

test('closing ends what waits, and an aborted wait rejects', async (t) => {
  const { events } = bridgeFor(t).tenant('acme')
  const consumer = await events.consumer('g', 'order.*')
  const abort = new AbortController()
  const aborted = consumer.next({ signal: abort.signal })
  abort.abort(new Error('enough'))
  await assert.rejects(aborted, /enough/)
  const seen = []
  const reading = (async () => {
    for await (const delivery of consumer) {
      seen.push(delivery.event.id)
      await delivery.ack()
      if (seen.length === 2) await consumer.close()
    }
  })()
  await events.publishMany(['1', '2'].map((id) => ({ type: 'order.packed', subject: 'a', id })))
  await reading
  assert.deepEqual(seen, ['1', '2'])
})

test('what is no event is refused', async (t) => {
  const { events } = bridgeFor(t).tenant('acme')
  const circle = {}
  circle.self = circle
  for (const wrong of [['Order'], ['a.*'], ['a', 'x', circle], ['a', '', null], ['a', 'x', null, { time: 'now' }]]) {
    await assert.rejects(events.publish(...wrong), { code: 'INVALID_INPUT' })
  }
  await assert.rejects(events.consumer('g', []), { code: 'INVALID_INPUT' })
  await assert.rejects(events.subscribe('g', 'a', null), { code: 'INVALID_INPUT' })
})

test('a subscription that waits does not keep the process alive, and works while it lives', async () => {
  const { stdout } = await program(`
    import { Bridge } from '@coreflow360/bridge'
    const bridge = new Bridge(${JSON.stringify(CONFIG)})
    await bridge.events.subscribe('g', 'order.*', (event) => console.log(event.id))
    await bridge.events.publish('order.packed', 'a', null, { id: 'handled' })
    while ((await bridge.events.groups())[0].behind + (await bridge.events.groups())[0].open > 0);
    console.log('end')`)
  assert.equal(stdout, 'handled\nend\n')
})
