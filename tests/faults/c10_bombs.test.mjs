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
    assert.ok(whole <= MOST, `${Math.round(whole / MIB)} MiB with raw`)
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

test('C10 a record with raw is bounded by its values', async (t) => {
  // As many as in a raw request; one more is refused before there is a tree, in a list for that record only.
  const record = (values) => [
    { text: '{"name": "X", "item_code": "X", "other": [' },
    { repeat: ['0,', values - 5] },
    { text: '0]}' },
  ]
  const within = (text, values, end) => answer({ body: { parts: [{ text }, ...record(values), { text: end }] } })[0]
  const hostile = await upstream.hostile([
    { path: '/api/resource/Item/M', ...within('{"data": ', 500_000, '}') },
    { path: '/api/resource/Item/X', ...within('{"data": ', 500_001, '}') },
    within('{"data": [{"name": "S", "item_code": "S"},', 500_001, ']}'),
  ])
  const tenant = await acme(t)
  await connect(tenant, hostile.url, { allowPrivate: true })
  const { items } = tenant.accounting
  const over = await peakOver(async () => {
    assert.equal((await items.get('erpnext:M', { raw: true })).raw.other.length, 499_996)
    const error = await refused(() => items.get('erpnext:X', { raw: true }))
    assert.equal(error.code, 'UPSTREAM_INVALID')
    assert.match(error.message, /max_raw_values/)
    assert.equal((await items.get('erpnext:X')).remoteId, 'X')
    const listing = items.list({ raw: true, limit: 2 })
    assert.deepEqual((await listing.toArray()).map(({ remoteId }) => remoteId), ['S'])
    assert.equal(listing.quarantined.length, 1)
    assert.match(listing.quarantined[0].reason, /max_raw_values/)
    assert.ok(listing.quarantined[0].raw.length > 1_000_000)
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
