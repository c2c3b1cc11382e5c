// C10: bombs, deep and huge JSON and strange numbers are a typed error or come through exactly, in bounded memory.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startUpstream } from '../node/upstream.mjs'
import { acme, connect, data, refused, served } from './acme.mjs'
import { peakOver } from './process.mjs'

const { bombs, trees, exact } = data('c10')
const MIB = 1024 * 1024
/** The largest body is 64 MiB, and the matrix allows as much again; V8 collects late, so as much again for it. */
const MOST = (64 + 64 + 64) * MIB
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

const answer = ({ headers = [], body }) => [{ do: [{ answer: { headers, body } }] }]
const once = (call) => served(['UPSTREAM_INVALID'], call)

for (const one of [...bombs, ...trees]) {
  test(`C10 ${one.name}`, async (t) => {
    const hostile = await upstream.hostile(answer(one))
    const tenant = await acme(t)
    const connection = await connect(tenant, hostile.url, { allowPrivate: true })
    const over = await peakOver(async () => {
      await once(() => tenant.accounting.items.list().toArray())
      await once(() => tenant.accounting.items.get('erpnext:X'))
      await once(() => connection.request('GET', '/x'))
    })
    const whole = await peakOver(() => once(() => tenant.accounting.items.get('erpnext:X', { raw: true })))
    t.diagnostic(`${Math.round(over / MIB)} MiB above what was there, ${Math.round(whole / MIB)} with raw`)
    assert.ok(over <= MOST, `${Math.round(over / MIB)} MiB`)
    // A record with its raw answer gives the tree of it: values are counted in raw requests only.
    assert.ok(whole <= (one.raw_most_mib ?? MOST / MIB) * MIB, `${Math.round(whole / MIB)} MiB with raw`)
  })
}

test('C10 as many values as are allowed', async (t) => {
  // The whole is one value.
  const many = { path: '/many', ...answer({ body: { parts: [{ keys: 499_999 }] } })[0] }
  const hostile = await upstream.hostile([many, ...answer({ body: { parts: [{ keys: 500_000 }] } })])
  const connection = await connect(await acme(t), hostile.url, { allowPrivate: true })
  const over = await peakOver(async () => {
    assert.equal(Object.keys((await connection.request('GET', '/many')).body).length, 499_999)
    const error = await refused(() => connection.request('GET', '/more'))
    assert.equal(error.code, 'UPSTREAM_INVALID')
    assert.match(error.message, /as_text.*max_raw_values/)
    const { body } = await connection.request('GET', '/more', { asText: true })
    assert.equal(body.length > 5_000_000, true)
  })
  t.diagnostic(`${Math.round(over / MIB)} MiB above what was there`)
  assert.ok(over <= MOST, `${Math.round(over / MIB)} MiB`)
})

for (const { name, rate, price } of exact) {
  test(`C10 ${name}`, async (t) => {
    const text = `{"data": {"name": "X", "item_code": "X", "standard_rate": ${rate}}}`
    const hostile = await upstream.hostile(answer({ body: { parts: [{ text }] } }))
    const tenant = await acme(t)
    await connect(tenant, hostile.url, { allowPrivate: true })
    assert.equal((await tenant.accounting.items.get('erpnext:X')).salesPrice, price)
  })
}

test('C10 a page of good and bad records', async (t) => {
  const row = (name, rate) => `{"name": "${name}", "item_code": "${name}", "standard_rate": ${rate}}`
  const text = `{"data": [${row('A', '1.50')}, ${row('B', '1e400')}]}`
  const hostile = await upstream.hostile(answer({ body: { parts: [{ text }] } }))
  const tenant = await acme(t)
  await connect(tenant, hostile.url, { allowPrivate: true })
  const listing = tenant.accounting.items.list()
  assert.deepEqual((await listing.toArray()).map(({ salesPrice }) => salesPrice), ['1.5'])
  assert.equal(listing.quarantined.length, 1)
})

test('C10 the limit is the documented one', async (t) => {
  const body = { parts: [{ text: '{"message": "' }, { repeat: ['x', 64 * MIB] }, { text: '"}' }] }
  const hostile = await upstream.hostile(answer({ body }))
  const tenant = await acme(t)
  const connection = await connect(tenant, hostile.url, { allowPrivate: true })
  assert.equal((await refused(() => connection.request('GET', '/x'))).code, 'UPSTREAM_INVALID')
})
