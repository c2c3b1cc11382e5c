// Handlers with steps: what is done stays done, whatever happens between.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Bridge } from '@coreflow360/bridge'
import { bridgeFor, KEYRING, ROOT } from './support.mjs'

const LONG = 60_000

/** A subscription that waits keeps no process alive: the test has to. */
function awake(t) {
  const alive = setInterval(() => {}, 1_000)
  t.after(() => clearInterval(alive))
}

/** A promise that is resolved from outside. */
function gate() {
  let resolve
  const promise = new Promise((done) => (resolve = done))
  return { promise, resolve }
}

test('a step that is done is not done again', async (t) => {
  const bridge = bridgeFor(t)
  const acme = bridge.tenant('acme')
  const made = []
  bridge.on('order.made', async (event, { step, key, attempt }) => {
    const make = (what) => (given) => {
      made.push(what)
      assert.equal(given, key(what))
      return { what, amount: '9.90', rows: [1, null, { snake_case: 'ü', camelCase: 1 }] }
    }
    const first = await step('project', make('project'))
    const second = await step('invoice', make('invoice'))
    if (attempt === 1) throw new Error('between the second step and the third')
    const third = await step('order', make('order'))
    assert.deepEqual([first.what, second.what, third.what], ['project', 'invoice', 'order'])
    assert.deepEqual(first.rows, [1, null, { snake_case: 'ü', camelCase: 1 }])
    assert.equal(await step('nothing', () => undefined), null)
  }, { id: 'flow', maxAttempts: 2 })
  await bridge.drain()
  await acme.events.publish('order.made', 'order-1', null, { id: '1' })
  const watch = await acme.events.consumer('watch', 'order.*')
  let [handled, failed] = [0, 0]
  while (handled === 0) {
    const done = await bridge.drain({ deadlineMs: LONG })
    handled += done.handled
    failed += done.failed
    assert.deepEqual(await acme.events.deadLetters.list(), [])
    // The second attempt waits for up to a second.
    await watch.next({ timeoutMs: 50 })
  }
  assert.deepEqual([handled, failed, made], [1, 1, ['project', 'invoice', 'order']])
})

test('an invoice in ERPNext is made once where it keeps the key', async (t) => {
  const sandbox = await Bridge.sandbox({ systems: ['erpnext'], seed: 1, records: 20 })
  t.after(() => sandbox.stop())
  const bridge = bridgeFor(t)
  const acme = bridge.tenant('acme')
  await acme.connect('erpnext', { ...sandbox.access('erpnext'), options: { key_field: 'custom_bridge_key' } })
  await acme.modules.change({ activate: ['accounting'], provider: { accounting: 'erpnext' } })
  const books = acme.accounting
  const customer = await books.contacts.list({ roles: 'customer' }).first()
  const item = await books.items.list().first()
  const ids = async () => (await books.invoices.list({ direction: 'sales' }).toArray()).map(({ id }) => id)
  const [before, made] = [await ids(), []]
  bridge.on('order.made', async (event, { step, attempt }) => {
    await step('invoice', async (key) => {
      const lines = [{ itemId: item.id, quantity: '12', unitPrice: '249' }]
      const bill = { direction: 'sales', contactId: customer.id, issueDate: '2026-11-23', lines }
      const invoice = await books.invoices.create(bill, { idempotencyKey: key })
      made.push(invoice.id)
      if (attempt === 1) throw new Error('it is made, and nobody remembers it')
      assert.equal(invoice.externalRef, key)
      return invoice
    })
  }, { id: 'bill', maxAttempts: 2 })
  await bridge.drain()
  sandbox.fault('erpnext', 'lose_answer', { times: 1, method: 'POST', pathPrefix: '/api/resource/Sales%20Invoice' })
  await acme.events.publish('order.made', 'order-1')
  const watch = await acme.events.consumer('watch', 'order.*')
  for (let handled = 0; handled === 0; ) {
    handled = (await bridge.drain({ deadlineMs: LONG })).handled
    assert.deepEqual(await acme.events.deadLetters.list(), [])
    await watch.next({ timeoutMs: 50 })
  }
  const [invoice, ...others] = (await ids()).filter((id) => !before.includes(id))
  assert.deepEqual([others, made], [[], [invoice, invoice]])
})

test('the story of examples/flows runs', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'examples', 'flows', 'story.mjs')])
  assert.equal(stdout.split('{ handled: 1, failed: 0, resolved: 0, unknown: 0 }').length, 4)
  assert.match(stdout, /55 in the books, 53 there: 240 posted/)
})

test('Python and Node have the same keys', async (t) => {
  const bridge = bridgeFor(t)
  const acme = bridge.tenant('acme')
  const consumer = await bridge.events.consumer('g', 'order.*')
  await acme.events.publish('order.made', 'order-1', null, { id: '1', source: 'urn:shop' })
  const delivery = await consumer.next({ timeoutMs: LONG })
  // tests of core say what a key is made of; this is the one of (g, acme, urn:shop, 1, invoice).
  assert.equal(delivery.key('invoice'), '84041e6cb9045f592d6266f643035eaa')
  assert.throws(() => delivery.key(''), { code: 'INVALID_INPUT' })
  assert.throws(() => delivery.key(7), { code: 'INVALID_INPUT' })
  await delivery.ack()
})

test('what was begun is looked for before it is made again', async (t) => {
  const bridge = bridgeFor(t)
  const { events } = bridge.tenant('acme')
  const consumer = await events.consumer('g', 'order.*')
  await events.publish('order.made', 'order-1')
  const calls = []
  let found = null
  const breaks = () => {
    calls.push('make')
    throw new Error('the answer was lost')
  }
  const find = async () => {
    calls.push('find')
    return found
  }
  let delivery = await consumer.next({ timeoutMs: LONG })
  await assert.rejects(delivery.step('order', breaks, find), /was lost/)
  assert.deepEqual(calls, ['make'], 'a first attempt has nothing to find')
  await delivery.nack('no', { delayMs: 0 })
  delivery = await consumer.next({ timeoutMs: LONG })
  await assert.rejects(delivery.step('order', breaks, find), /was lost/)
  assert.deepEqual(calls, ['make', 'find', 'make'], 'nothing was found, so it is made')
  found = { id: 'so-1' }
  assert.deepEqual(await delivery.step('order', breaks, find), found)
  assert.deepEqual(await delivery.step('order', breaks, find), found)
  assert.deepEqual(calls, ['make', 'find', 'make', 'find'])
  await delivery.ack()
})

test('who lost the event does no step, and a step says what it cannot remember', async (t) => {
  const bridge = bridgeFor(t)
  const { events } = bridge.tenant('acme')
  const consumer = await events.consumer('g', 'order.*', { leaseMs: 100 })
  await events.publish('order.made', 'order-1')
  const old = await consumer.next({ timeoutMs: LONG })
  const now = await consumer.next({ timeoutMs: LONG })
  assert.equal(now.attempt, 2)
  await assert.rejects(old.step('order', () => assert.fail('it is not done')), { code: 'STALE_LEASE' })
  await now.extend(LONG)
  await assert.rejects(now.step('order', () => 1n), { code: 'INVALID_INPUT' })
  await assert.rejects(now.step('order', () => 'x'.repeat(300_000)), { code: 'INVALID_INPUT' })
  await now.ack()
})

test('a handler that takes longer than its lease keeps its event, but not for ever', async (t) => {
  awake(t)
  const bridge = bridgeFor(t)
  const acme = bridge.tenant('acme')
  const watch = await acme.events.consumer('watch', 'no.such.event')
  const long = gate()
  const attempts = []
  const patient = await acme.events.subscribe('patient', 'order.made', async (_, { attempt }) => {
    attempts.push(attempt)
    for (let i = 0; i < 12; i += 1) await watch.next({ timeoutMs: 100 })
    long.resolve()
  }, { leaseMs: 300 })
  const second = gate()
  const bounded = await acme.events.subscribe('bounded', 'order.made', async (_, { attempt }) => {
    if (attempt === 1) await second.promise
    second.resolve()
  }, { leaseMs: 100, renewMs: 500 })
  await acme.events.publish('order.made', 'order-1')
  await Promise.all([long.promise, second.promise])
  await Promise.all([patient.close(), bounded.close()])
  assert.deepEqual(attempts, [1])
  assert.deepEqual([patient.handled, patient.failed], [1, 0])
})

test('handlers are declared first and called later', async (t) => {
  awake(t)
  const bridge = bridgeFor(t)
  const acme = bridge.tenant('acme')
  const seen = []
  const came = gate()
  bridge.on('order.made', (event) => {
    seen.push(event.id)
    came.resolve()
  })
  assert.deepEqual(await bridge.events.groups(), [], 'nothing was opened')
  const [subscription] = await bridge.listen()
  await acme.events.publish('order.made', 'order-1', null, { id: '1' })
  await came.promise
  assert.deepEqual(await bridge.listen(), [subscription], 'once is enough')
  assert.throws(() => bridge.on('order.made', () => {}), { code: 'INVALID_INPUT', message: /own id/ })
  assert.throws(() => bridge.on('order.*', () => {}), { code: 'INVALID_INPUT', message: /needs an id/ })
  assert.throws(() => bridge.on('order.made', 'handler', { id: 'x' }), { code: 'INVALID_INPUT' })
  assert.deepEqual(seen, ['1'])
})

test('a declaration of the same id takes the place of the one before, as when a module is loaded again', async (t) => {
  const store = { store: ':memory:', keyring: KEYRING, events: { maxAgeDays: 6 } }
  const seen = []
  for (const version of ['old', 'new']) {
    Bridge.lazy(store).on(['order.made', 'order.sent'], () => seen.push(version), { id: 'flow' })
  }
  const bridge = Bridge.lazy(store)
  t.after(() => bridge.close())
  assert.throws(() => bridge.on('order.made', () => {}, { id: 'flow' }), { code: 'INVALID_INPUT' })
  await bridge.drain()
  await bridge.tenant('acme').events.publish('order.made', 'order-1')
  assert.deepEqual(await bridge.drain({ deadlineMs: LONG }), { handled: 1, failed: 0, resolved: 0, unknown: 0 })
  assert.deepEqual(seen, ['new'])
})

test('a flow waits for the modules it requires', async (t) => {
  const bridge = bridgeFor(t)
  const [acme, other] = ['acme', 'other'].map((id) => bridge.tenant(id))
  await acme.modules.change({ activate: ['crm', 'projects'] })
  await other.modules.change({ activate: ['crm'] })
  const seen = []
  bridge.on('crm.deal.won', (event) => seen.push(event.tenant), { requires: ['crm', 'projects'] })
  await bridge.drain()
  for (const tenant of [acme, other]) await tenant.events.publish('crm.deal.won', 'deal-1')
  await bridge.drain({ deadlineMs: LONG })
  assert.deepEqual(seen, ['acme'])
})

test('what consumers and subscriptions do inside is no part of their surface', async (t) => {
  const bridge = bridgeFor(t)
  const { events } = bridge.tenant('acme')
  const consumer = await events.consumer('g', '*')
  const subscription = await events.subscribe('h', '*', () => {}, { background: false })
  await events.publish('order.made')
  const delivery = await consumer.next({ timeoutMs: LONG })
  for (const one of [consumer, subscription, delivery]) {
    for (const name of ['native', 'take', 'deliveries', 'settled', 'start']) assert.equal(one[name], undefined, name)
  }
  await delivery.ack()
})
