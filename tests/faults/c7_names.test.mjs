// C7: a name that changes its address while it is used never leads to one that is not granted.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startUpstream } from '../node/upstream.mjs'
import { POLICIES, acme, connect, refused } from './acme.mjs'
import { rounds } from './process.mjs'

const GOOD = { do: [{ answer: { body: { message: 1 } } }] }
const CLOSING = { do: [{ answer: { headers: [['connection', 'close']], body: { message: 1 } } }, { close: true }] }
const REBIND = { 'rebind.test': [{ a: ['127.0.0.1'] }, { a: ['127.0.0.2'] }] }
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

/** One that is granted, and one on another address of this host, at the same port. */
async function pair(...rules) {
  const good = await upstream.hostile(rules)
  return [good, await upstream.hostile([GOOD], { bind: `127.0.0.2:${good.port}` })]
}

const counts = async (...servers) => Promise.all(servers.map(async (server) => (await server.seen()).connections))

test('C7 every connect asks and checks again', async (t) => {
  const [good, bad] = await pair(CLOSING)
  const dns = await upstream.dns(REBIND, { cycle: true })
  const tenant = await acme(t, { egress: { resolver: dns.address } })
  const connection = await connect(tenant, `http://rebind.test:${good.port}`, { allow: ['127.0.0.1'] })
  const count = rounds(20, 1000)
  for (let round = 0; round < count; round += 1) {
    assert.equal((await connection.request('GET', '/x')).status, 200)
    const { code, context } = await refused(() => connection.request('GET', '/x'))
    assert.deepEqual([code, context.allow], ['EGRESS_DENIED', `rebind.test:${good.port}`])
  }
  assert.deepEqual(await counts(good, bad), [count, 0])
  t.diagnostic(`${count} rounds, 0 connections to what is not granted`)
})

test('C7 a pooled connection stays where it was judged', async (t) => {
  const [good, bad] = await pair({ times: 3, ...GOOD }, CLOSING)
  const dns = await upstream.dns(REBIND)
  const tenant = await acme(t, { egress: { resolver: dns.address } })
  const connection = await connect(tenant, `http://rebind.test:${good.port}`, { allow: ['127.0.0.1'] })
  for (let call = 0; call < 4; call += 1) assert.equal((await connection.request('GET', '/x')).status, 200)
  assert.equal((await refused(() => connection.request('GET', '/x'))).code, 'EGRESS_DENIED')
  assert.deepEqual(await counts(good, bad), [1, 0])
})

test('C7 between two attempts', async (t) => {
  const [good, bad] = await pair()
  const dns = await upstream.dns(REBIND)
  const policies = { ...POLICIES, retry: { max_attempts: 3, base_ms: 1 } }
  const tenant = await acme(t, { policies, egress: { resolver: dns.address } })
  const connection = await connect(tenant, `http://rebind.test:${good.port}`, { allow: ['127.0.0.1'] })
  assert.equal((await refused(() => connection.request('GET', '/x'))).code, 'EGRESS_DENIED')
  assert.deepEqual(await counts(good, bad), [1, 0])
})

test('C7 one bad address spoils a name', async (t) => {
  const [good, bad] = await pair(GOOD)
  const names = {
    'two.test': [{ a: ['127.0.0.1', '127.0.0.2'] }],
    'six.test': [{ a: ['127.0.0.1'], aaaa: ['::1'] }],
    'public.test': [{ a: ['8.8.8.8', '127.0.0.2'] }],
    'mapped.test': [{ aaaa: ['::ffff:127.0.0.2'] }],
    'metadata.test': [{ a: ['169.254.169.254'] }],
  }
  const dns = await upstream.dns(names)
  const tenant = await acme(t, { egress: { resolver: dns.address } })
  for (const name of Object.keys(names)) {
    const connection = await connect(tenant, `http://${name}:${good.port}`, { allow: ['127.0.0.1'] })
    assert.equal((await refused(() => connection.request('GET', '/x'))).code, 'EGRESS_DENIED', name)
  }
  assert.deepEqual(await counts(good, bad), [0, 0])
})
