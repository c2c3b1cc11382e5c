// C1: what one tenant holds of another's, its names, ids, positions, keys and plans, gets it what a random one gets.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import { Bridge, BridgeError } from '@coreflow360/bridge'
import { CONFIG } from '../node/support.mjs'
import { POLICIES } from './acme.mjs'
import { rounds } from './process.mjs'

const RANDOM = rounds(12, 10_000)
/** The name of A's connection. A's data hold the word canary. */
const A = 'books'
const SINCE = '2026-01-01T00:00:00Z'

const ATTACKS = {
  connection: {
    health: (b, connection) => b.health({ connection }),
    disconnect: (b, name) => b.disconnect(name),
    request: (b, name) => b.connection(name).request('GET', '/api/method/ping'),
    isolate: (b, name) => b.connection(name).isolate(),
    reset: (b, name) => b.connection(name).reset(),
    capabilities: (b, connection) => b.capabilities({ connection }),
    list: (b, connection) => b.accounting.contacts.list({ connection }).first(),
    create: (b, connection) => b.accounting.contacts.create({ name: 'x' }, { connection }),
    deletions: (b, connection) => b.accounting.contacts.deletions({ since: SINCE, connection }),
    provide: (b, name) => b.modules.change({ provider: { accounting: name } }),
    'plan modules': (b, name) => b.modules.plan({ provider: { accounting: name } }),
    sync: (b, connection) => b.sync('accounting.contacts', { connection }),
    'forget a feed': (b, connection) => b.syncs.forget('accounting.contacts', { connection }),
    mirror: (b, connection) => b.accounting.contacts.mirror.list({ connection }),
    writes: (b, connection) => b.writes.list({ connection }),
    webhook: (b, name) => b.webhooks.create(name),
  },
  record: {
    get: (b, id) => b.accounting.contacts.get(id),
    update: (b, id) => b.accounting.contacts.update(id, { name: 'x' }),
    delete: (b, id) => b.accounting.contacts.delete(id),
    plan: async (b, id) => (await b.accounting.contacts.plan.update(id, { name: 'x' })).recordId,
    attachments: async (b, id) => await b.accounting.contacts.attachments(id).list(),
    mirror: (b, id) => b.accounting.contacts.mirror.get(id),
    'behind it': (b, after) => b.accounting.contacts.mirror.list({ after }),
    links: (b, id) => b.links.list({ from: { resource: 'accounting.contacts', id } }),
  },
  invoice: {
    get: (b, id) => b.accounting.invoices.get(id),
    submit: (b, id) => b.accounting.invoices.submit(id),
    delete: (b, id) => b.accounting.invoices.delete(id),
  },
  link: { delete: (b, id) => b.links.delete(id) },
  key: {
    get: (b, key) => b.writes.get(key),
    resolve: (b, key) => b.writes.resolve(key),
    settle: (b, key) => b.writes.settle(key, 'not_applied'),
    list: async (b, key) => (await b.writes.list()).filter((one) => one.key === key),
  },
  event: { publish: async (b, id) => (await b.events.publish('acme.own', 'own', { id })).duplicate },
  position: {
    list: async (b, position) => (await b.events.list({ after: Number(position) })).map(({ event }) => event.type),
    replay: (b, position) => b.events.replay('own', Number(position)),
  },
  consumer: {
    forget: (b, id) => b.events.forget(id),
    replay: (b, id) => b.events.replay(id),
    letters: (b, group) => b.events.deadLetters.list({ group }),
    'replay letters': (b, group) => b.events.deadLetters.replay({ group }),
    'drop letters': (b, group) => b.events.deadLetters.drop({ group }),
  },
  letter: {
    replay: (b, id) => b.events.deadLetters.replay({ ids: [Number(id)] }),
    drop: (b, id) => b.events.deadLetters.drop({ ids: [Number(id)] }),
  },
  endpoint: {
    rotate: (b, id) => b.webhooks.rotate(id),
    register: (b, id) => b.webhooks.register(id, `https://app.example/${id}`),
    unregister: (b, id) => b.webhooks.unregister(id),
    delete: (b, id) => b.webhooks.delete(id),
  },
}

let bridge, real, a, made, seeds
const others = {}

before(async () => {
  seeds = await Promise.all([1, 2].map((seed) => Bridge.sandbox({ systems: ['erpnext'], seed, records: 20 })))
  bridge = new Bridge({ ...CONFIG, policies: POLICIES })
  a = bridge.tenant('a')
  await a.connect('erpnext', { ...seeds[0].access('erpnext'), name: A })
  await a.modules.change({ activate: ['accounting'] })
  const { contacts, invoices } = a.accounting
  made = await contacts.create({ name: 'canary Kunde', roles: ['customer'] }, { idempotencyKey: 'canary-key-1' })
  await a.sync('accounting.contacts', { mirror: true })
  const records = [made.id, ...(await contacts.list({ roles: 'customer', limit: 3 }).toArray()).map((one) => one.id)]
  const sold = (await invoices.list({ direction: 'sales', limit: 3 }).toArray()).map((one) => one.id)
  const from = { resource: 'accounting.contacts', id: made.id }
  const link = await a.links.create({ from, to: { resource: 'accounting.invoices', id: sold[0] }, kind: 'canary' })
  const consumer = await a.events.consumer('canary-packing', 'canary.*', { maxAttempts: 1 })
  const told = await a.events.publish('canary.told', 'canary-subject', { data: { note: 'canary' } })
  const delivery = await consumer.next({ timeoutMs: 10_000 })
  await delivery.nack('canary')
  await consumer.close()
  const [letter] = await a.events.deadLetters.list()
  const hook = await a.webhooks.create(A, { label: 'canary' })
  real = {
    connection: [A], record: records, invoice: sold, link: [link.id], key: ['canary-key-1'], event: [told.id],
    position: [String(told.position), '1'], consumer: ['canary-packing'], letter: [String(letter.id)], endpoint: [hook.id],
  }
  for (const [tenant, name] of [['b', 'own'], ['c', A]]) {
    others[tenant] = bridge.tenant(tenant)
    await others[tenant].connect('erpnext', { ...seeds[1].access('erpnext'), name })
    await others[tenant].modules.change({ activate: ['accounting'] })
    await (await others[tenant].events.consumer('own', 'acme.*')).close()
  }
})

after(async () => {
  // All of it is still there, and as it was.
  assert.deepEqual((await a.connections()).map((one) => one.name), [A])
  assert.equal((await a.accounting.contacts.get(made.id)).name, 'canary Kunde')
  assert.equal((await a.accounting.contacts.mirror.get(made.id)).record.name, 'canary Kunde')
  assert.equal((await a.writes.get('canary-key-1')).state, 'known')
  assert.equal((await a.events.deadLetters.list()).length, 1)
  assert.deepEqual((await a.webhooks.list()).map((one) => one.id), real.endpoint)
  await bridge.close()
  await Promise.all(seeds.map((sandbox) => sandbox.stop()))
})

const pick = (chars) => chars[Math.floor(Math.random() * chars.length)]
const LOWER = 'abcdefghijklmnopqrstuvwxyz'

/** Another text of the same shape. */
function like(text, hex = false) {
  const one = (char) => {
    if (hex && /[0-9a-f]/.test(char)) return pick('0123456789abcdef')
    if (/[a-z]/.test(char)) return pick(LOWER)
    if (/[A-Z]/.test(char)) return pick(LOWER).toUpperCase()
    return /[0-9]/.test(char) ? pick('123456789') : char
  }
  for (;;) {
    const other = [...text].map(one).join('')
    if (other !== text) return other
  }
}

/** A random one of its kind. Where the tenant has a connection of that name, an id of its own begins with it. */
function randomId(kind, text, hasTheName) {
  if (kind === 'record' && hasTheName) {
    const [name, part, ...own] = text.split(':')
    return [name, part, like(own.join(':'))].join(':')
  }
  return like(text, ['link', 'endpoint', 'event'].includes(kind) && /^[0-9a-f-]+$/.test(text))
}

/** All that comes of it, without what was given. */
async function told(attack, tenant, given) {
  let answer
  try {
    answer = { answer: await attack(tenant, given) }
  } catch (error) {
    if (!BridgeError.is(error)) throw error
    const { stack, requestId, ...parts } = error
    answer = { parts, message: error.message, cause: error.cause, name: error.name }
  }
  let text = inspect(answer, { depth: 9, breakLength: Infinity, maxStringLength: null, showHidden: false })
  const rest = given.split(':')
  const pieces = [given, rest.slice(1).join(':'), rest.slice(2).join(':')].filter((piece) => piece !== '')
  for (const piece of pieces) {
    const forms = [piece, JSON.stringify(piece).slice(1, -1), inspect(piece).slice(1, -1), encodeURIComponent(piece), piece.slice(0, 64)]
    for (const form of forms) text = text.replaceAll(form, '<given>')
  }
  return text
}

const CASES = Object.entries(ATTACKS).flatMap(([kind, attacks]) => Object.keys(attacks).map((name) => [kind, name]))

for (const tenant of ['b', 'c']) {
  const hasTheName = tenant === 'c'
  for (const [kind, name] of CASES) {
    // Where the name is its own, so are the connection's answers, and the numbers of invoices are those of its system, too.
    if (hasTheName && ['connection', 'invoice'].includes(kind)) continue
    test(`C1 ${hasTheName ? 'with the same name' : 'with another name'}: ${kind} ${name}`, async () => {
      const attack = ATTACKS[kind][name]
      const share = RANDOM > 1000 ? Math.max(2, Math.floor(RANDOM / CASES.length)) : RANDOM
      for (const given of real[kind]) {
        const got = await told(attack, others[tenant], given)
        assert.ok(!got.includes('canary'), got)
        assert.ok(!Object.values(real).flat().some((one) => one.length > 10 && got.includes(one)), got)
        // A position is a number: the tenant's own events come behind any.
        for (let count = kind === 'position' ? 0 : share; count > 0; count -= 1) {
          const other = randomId(kind, given, hasTheName)
          assert.equal(await told(attack, others[tenant], other), got, `${given} against ${other}`)
        }
      }
    })
  }

  test(`C1 ${tenant}: a key of another tenant makes a record of one's own`, async () => {
    const { contacts } = others[tenant].accounting
    const own = await contacts.create({ name: `mine ${tenant}`, roles: ['customer'] }, { idempotencyKey: 'canary-key-1' })
    assert.equal(own.name, `mine ${tenant}`)
    assert.equal((await others[tenant].writes.get('canary-key-1')).recordId, own.id)
    await contacts.delete(own.id)
  })

  test(`C1 ${tenant}: a plan of another tenant is no plan`, async () => {
    const plan = (await a.accounting.contacts.plan.update(made.id, { name: 'canary changed' })).toJSON()
    const refused = await told((b) => b.accounting.contacts.apply(plan), others[tenant], made.id)
    assert.ok(refused.includes('code') && !refused.includes('canary Kunde'), refused)
    assert.equal((await a.accounting.contacts.get(made.id)).name, 'canary Kunde')
  })
}
