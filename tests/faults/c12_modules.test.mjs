// C12: every path to a module that is closed is refused; what is under way is whole or refused. From Node here, over processes
// of both languages in test_c12_elsewhere.py.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'
import { KEYRING } from '../node/support.mjs'
import { startUpstream } from '../node/upstream.mjs'
import { FEED, MODULES, SYSTEMS, pathsOf, prepared } from './c12_paths.mjs'
import { eventually, rounds } from './process.mjs'

const SOLD = { tier: 'ultimate', users: 5 }
let upstream
let sandbox
let bridge
let acme
let known

before(async () => {
  upstream = await startUpstream()
  sandbox = await Bridge.sandbox({ systems: SYSTEMS, records: 40 })
  bridge = new Bridge({ store: ':memory:', keyring: KEYRING })
  acme = bridge.tenant('acme')
  known = await prepared(bridge, sandbox)
})

after(async () => {
  await bridge.close()
  await sandbox.stop()
  await upstream.stop()
})

async function opened() {
  await acme.subscription.set(SOLD)
  await acme.modules.change({ activate: MODULES })
}

const WAYS = {
  deactivated: [() => acme.modules.change({ deactivate: MODULES }), 'not_activated'],
  canceled: [() => acme.subscription.set({ ...SOLD, status: 'canceled' }), 'subscription_ended'],
  expired: [
    async () => {
      await acme.subscription.set({ ...SOLD, status: 'canceled', periodEnd: new Date(Date.now() + 300) })
      assert.ok(await eventually(async () => (await acme.modules.active()).length === 0))
    },
    'subscription_ended',
  ],
}

for (const [way, [close, why]] of Object.entries(WAYS)) {
  test(`C12 every path is closed with its module: ${way}`, async () => {
    await opened()
    const { paths, outcome, group } = await pathsOf(bridge, known, `here-${way}`)
    for (const path of paths) {
      const code = await outcome(path)
      // A plan is applied once.
      assert.ok(code === 'ok' || path === 'apply', `${path}: ${code}`)
    }
    await outcome('publish')
    assert.ok((await acme.sync(FEED, { everyMs: 1000 })).complete)
    await close()
    for (const path of paths) {
      assert.equal(await outcome(path), path === 'deliver' ? 'nothing' : 'MODULE_INACTIVE', path)
    }
    await assert.rejects(acme.accounting.contacts.get(known.contact), (error) => error.context.why === why)
    await assert.rejects(acme.events.deadLetters.replay({ group }), { code: 'MODULE_INACTIVE' })
    const due = []
    assert.ok(await eventually(async () => due.push(...(await bridge.runSyncs())) > 0))
    assert.deepEqual(due.map(({ error }) => error.code), ['MODULE_INACTIVE'])
    await opened()
    // What could not be delivered was not lost.
    assert.equal(await outcome('deliver'), 'nothing')
    assert.equal(await acme.events.deadLetters.replay({ group }), 1)
    assert.ok(await eventually(async () => (await outcome('deliver')) === 'ok'))
    await acme.syncs.forget(FEED)
    await acme.sync(FEED, { mirror: true })
  })
}

const ITEM = { name: 'SKU-1', item_code: 'SKU-1' }

/** The same tenant in two bridges on one store, whose system is the one at `url`. */
async function held(t, url, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'c12-'))
  const policies = { retry: { max_attempts: 1 }, breaker: { enabled: false } }
  const bridges = [1, 2].map(() => new Bridge({ store: join(folder, 'bridge.db'), keyring: KEYRING, policies }))
  t.after(async () => {
    for (const one of bridges) await one.close()
    await rm(folder, { recursive: true })
  })
  const [here, there] = bridges.map((one) => one.tenant('acme'))
  await here.modules.change({ activate: ['accounting'] })
  await here.connect('erpnext', {
    instance: url,
    credential: { type: 'api_key', key: 'k', secret: 's' },
    options: { zone: 'UTC', ...options },
    allowPrivate: true,
    verify: false,
  })
  return [here, there]
}

test('C12 a write under way is finished and the next is refused', async (t) => {
  const answer = { answer: { status: 200, body: { data: ITEM } } }
  const hostile = await upstream.hostile([{ method: 'POST', do: [{ wait_ms: 400 }, answer] }, { do: [answer] }])
  const posts = async () => (await hostile.seen()).requests.filter(({ method }) => method === 'POST').length
  const [here, there] = await held(t, hostile.url)
  const inputs = Array.from({ length: rounds(40, 200) }, (_, n) => ({ code: `SKU-${n}`, name: 'x' }))
  const work = here.accounting.items.createMany(inputs, { concurrency: 1, idempotencyKey: ({ code }) => code })
  assert.ok(await eventually(async () => (await posts()) === 1))
  await there.modules.change({ deactivate: ['accounting'] })
  const made = await work
  const done = made.filter(({ error }) => !error)
  assert.ok(done.length > 0, 'the one under way is finished')
  assert.ok(made.every(({ error }) => !error || error.code === 'MODULE_INACTIVE'))
  assert.equal(made.length, inputs.length)
  assert.equal(await posts(), done.length, 'whole, or nothing was sent')
  const ledger = await here.writes.list({ limit: 1000 })
  assert.ok(ledger.every(({ state }) => state === 'known'))
  assert.equal(ledger.length, done.length)
})

test('C12 an open write waits for its module', async (t) => {
  const none = { answer: { status: 200, body: { data: [] } } }
  const hostile = await upstream.hostile([{ method: 'POST', do: [{ reset: true }] }, { method: 'GET', do: [none] }])
  const [here] = await held(t, hostile.url, { key_field: 'custom_key' })
  const create = here.accounting.items.create({ code: 'SKU-1' }, { idempotencyKey: 'k' })
  await assert.rejects(create, { code: 'OUTCOME_UNKNOWN' })
  await here.modules.change({ deactivate: ['accounting'] })
  const asked = (await hostile.seen()).requests.length
  await assert.rejects(here.writes.resolve('k'), { code: 'MODULE_INACTIVE' })
  assert.equal((await here.writes.get('k')).state, 'unknown')
  assert.equal((await hostile.seen()).requests.length, asked)
  await here.modules.change({ activate: ['accounting'] })
  assert.ok(['unknown', 'not_applied'].includes((await here.writes.resolve('k')).state))
  assert.ok((await hostile.seen()).requests.length > asked)
})
