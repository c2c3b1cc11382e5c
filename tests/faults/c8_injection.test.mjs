// C8: an id is one segment or refused; no header is injected; an answer that lies about its length poisons no other.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bridgeFor } from '../node/support.mjs'
import { startUpstream } from '../node/upstream.mjs'
import { CREDENTIAL, acme, connect, data, refused, served } from './acme.mjs'

const { ids, lies } = data('c8')
const PREFIX = '/api/resource/Item/'
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

test('C8 ids', async (t) => {
  const hostile = await upstream.hostile([{ do: [{ answer: { status: 404 } }] }])
  const tenant = await acme(t)
  await connect(tenant, hostile.url, { allowPrivate: true })
  let sent = 0
  for (const id of ids) {
    const { code } = await refused(() => tenant.accounting.items.get(`erpnext:${id}`))
    const requests = (await hostile.seen()).requests.slice(sent)
    if (code === 'INVALID_INPUT') {
      assert.deepEqual(requests, [], id)
      continue
    }
    assert.deepEqual([code, requests.length], ['NOT_FOUND', 1], id)
    sent += 1
    const [{ target, headers }] = requests
    const segment = target.slice(PREFIX.length).split('?')[0]
    assert.ok(target.startsWith(PREFIX) && !segment.includes('/'), target)
    assert.equal(decodeURIComponent(segment), id)
    assert.ok(!headers.some(([name]) => name === 'x-injected'))
  }
  assert.ok(sent >= 25)
})

for (const evil of ['a\r\nX-Injected: 1', 'a\nX-Injected: 1', 'a\rb', 'a\0b']) {
  test(`C8 headers ${JSON.stringify(evil)}`, async (t) => {
    const hostile = await upstream.hostile([{ do: [{ answer: { body: { data: { name: 'X', item_code: 'X' } } } }] }])
    const tenant = await acme(t)
    const options = { zone: 'UTC', key_field: 'bridge_key' }
    const connection = await connect(tenant, hostile.url, { allowPrivate: true, options })
    for (const call of [
      () => connection.request('GET', '/x', { headers: { 'x-own': evil } }),
      () => connection.request('GET', '/x', { headers: { [evil]: 'x' } }),
      () => connection.request(evil, '/x'),
      () => connection.request('GET', `/${evil}`),
      () => connect(tenant, hostile.url, { credential: { ...CREDENTIAL, key: evil } }),
      () => connect(tenant, hostile.url, { name: evil }),
      () => connect(tenant, `${hostile.url}/${evil}?x`),
      () => bridgeFor(t).tenant(evil).connections(),
    ]) {
      const { code } = await refused(call)
      assert.ok(['INVALID_INPUT', 'CONFIG_INVALID'].includes(code), code)
    }
    assert.deepEqual((await hostile.seen()).requests, [])
    // What goes into the query or the body is data there.
    const codes = ['INVALID_INPUT', 'UPSTREAM_INVALID']
    await served([], () => connection.request('GET', '/x', { query: { [evil]: evil } }))
    await served(codes, () => tenant.accounting.items.create({ code: evil, name: 'X' }, { idempotencyKey: 'k1' }))
    await served(codes, () => tenant.accounting.items.create({ code: 'X', name: 'X' }, { idempotencyKey: evil }))
    const { requests } = await hostile.seen()
    assert.ok(requests.length > 0)
    for (const { headers } of requests) assert.ok(!headers.some(([name]) => name === 'x-injected'))
  })
}

for (const { name, head, body } of lies) {
  test(`C8 ${name}`, async (t) => {
    const json = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
    const poison = `${json}content-length: 16\r\n\r\n{"is": "poison"}`
    const hostile = await upstream.hostile([
      { path: '/first', do: [{ send: `${json}${head}\r\n${body}${poison}` }, { keep: true }] },
      { path: '/second', do: [{ answer: { body: { is: 'good' } } }] },
    ])
    const tenant = await acme(t)
    const connection = await connect(tenant, hostile.url, { allowPrivate: true })
    const broken = ['UNAVAILABLE', 'UPSTREAM_INVALID', 'DEADLINE_EXCEEDED']
    for (let round = 0; round < 5; round += 1) {
      const first = await served(broken, () => connection.request('GET', '/first', { deadlineMs: 1000 }))
      assert.ok(!JSON.stringify(first ?? null).includes('poison'))
      assert.deepEqual((await connection.request('GET', '/second', { deadlineMs: 20_000 })).body, { is: 'good' })
    }
  })
}
