// C11: what a system says comes into no error with control characters or secrets; cookies go nowhere.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startUpstream } from '../node/upstream.mjs'
import { acme, bridge, connect, data, refused, tenantOf } from './acme.mjs'

let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

for (const { name, ...answer } of data('c11')) {
  test(`C11 ${name}`, async (t) => {
    const hostile = await upstream.hostile([{ do: [{ answer }] }])
    const heard = []
    const opened = bridge(t, { logLevel: 'trace', onLog: (records) => heard.push(...records) })
    const tenant = await tenantOf(opened)
    const connection = await connect(tenant, hostile.url, { allowPrivate: true })
    await refused(() => tenant.accounting.items.get('erpnext:X'))
    await refused(() => tenant.accounting.items.list().toArray())
    await refused(() => tenant.accounting.items.create({ code: 'X', name: 'X' }))
    await refused(() => connect(tenant, hostile.url, { allowPrivate: true, verify: true }))
    if (answer.status !== 200) await refused(() => connection.request('GET', '/x'))
    assert.ok(!JSON.stringify([await tenant.health(), await tenant.connections()]).includes('canary'))
    assert.ok(!(JSON.stringify(opened.metrics()) + opened.metricsText()).includes('canary'))
    await opened.close()
    assert.ok(heard.some(({ message }) => message.startsWith('a call has ')))
    for (const { message, fields } of heard) {
      const told = [message, ...Object.entries(fields).flat()].join(' ')
      assert.ok(!told.includes('canary') && !/[\p{Cc}\u2028\u2029]/u.test(told), JSON.stringify(told))
    }
    for (const { headers } of (await hostile.seen()).requests) assert.ok(!headers.some(([name]) => name === 'cookie'))
  })
}

test('C11 secrets in addresses', async (t) => {
  const hostile = await upstream.hostile([])
  const tenant = await acme(t)
  for (const instance of [
    `http://canary-user:canary-password@${hostile.address}`,
    `http://${hostile.address}/?token=canary-token`,
    `http://${hostile.address}/#canary-token`,
    'http://canary-user:canary-password@\x1b[31m',
  ]) {
    assert.equal((await refused(() => connect(tenant, instance))).code, 'CONFIG_INVALID')
  }
  assert.equal((await hostile.seen()).connections, 0)
})
