// C6: no spelling of a private or reserved address is dialled without a grant, and no proxy of the environment.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startUpstream } from '../node/upstream.mjs'
import { acme, connect, data, refused } from './acme.mjs'

const GOOD = { do: [{ answer: { body: { message: 'canary' } } }] }
const PROXIES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

test('C6 no spelling of an address', async (t) => {
  const here = await upstream.hostile([GOOD])
  const proxy = await upstream.hostile([GOOD])
  const six = await upstream.hostile([GOOD], { bind: `[::1]:${here.port}` })
  const addresses = data('c6')
  for (const name of PROXIES) process.env[name] = proxy.url
  t.after(() => PROXIES.forEach((name) => delete process.env[name]))
  const tenant = await acme(t)
  let tried = 0
  for (const [kind, hosts] of Object.entries(addresses)) {
    for (const host of hosts) {
      for (const scheme of ['http', 'https']) {
        const instance = `${scheme}://${host}:${here.port}`
        const { code } = await refused(() => connect(tenant, instance, { verify: true }))
        // Some operating systems do not know localhost with the dot.
        if (host === 'localhost.' && code === 'UNAVAILABLE') continue
        assert.ok(code === 'CONFIG_INVALID' || (code === 'EGRESS_DENIED' && kind !== 'no_url'), `${instance}: ${code}`)
        tried += 1
      }
    }
  }
  for (const host of addresses.reserved) {
    const instance = `http://${host}:${here.port}`
    const { code } = await refused(() => connect(tenant, instance, { verify: true, allowPrivate: true }))
    assert.equal(code, 'EGRESS_DENIED', `${instance}: never, whatever is granted`)
  }
  for (const server of [here, six, proxy]) assert.equal((await server.seen()).connections, 0)
  assert.ok(tried > 130)
  // The listeners do hear: with what the error says, the same address is reached, and nobody asks the proxy.
  for (const [instance, server] of [
    [here.url, here],
    [`http://localhost:${here.port}`, here],
    [six.url, six],
  ]) {
    const { context } = await refused(() => connect(tenant, instance, { verify: true }))
    const connection = await connect(tenant, instance, { allow: [context.allow] })
    assert.equal((await connection.request('GET', '/x')).status, 200)
    assert.deepEqual((await tenant.connections())[0].allow, [context.allow])
    assert.ok((await server.seen()).connections > 0)
  }
  assert.equal((await proxy.seen()).connections, 0)
})

test('C6 a grant is no more than it says', async (t) => {
  const here = await upstream.hostile([GOOD])
  const tenant = await acme(t)
  for (const entry of [here.address, '127.0.0.0/8', '127.0.0.1']) {
    const connection = await connect(tenant, here.url, { allow: [entry] })
    assert.equal((await connection.request('GET', '/x')).status, 200, entry)
  }
  for (const entry of [`127.0.0.1:${here.port + 1}`, '10.0.0.0/8', 'localhost']) {
    const connection = await connect(tenant, here.url, { allow: [entry] })
    assert.equal((await refused(() => connection.request('GET', '/x'))).code, 'EGRESS_DENIED', entry)
  }
  for (const entry of ['*', '169.254.169.254', 'http://erp.internal', '10.0.0.0/99', '']) {
    const error = await refused(() => connect(tenant, here.url, { allow: [entry] }))
    assert.equal(error.code, 'CONFIG_INVALID', entry)
  }
})
