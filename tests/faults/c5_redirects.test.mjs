// C5: a redirect is never followed: the target sees no connection.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startUpstream } from '../node/upstream.mjs'
import { acme, connect, refused } from './acme.mjs'

let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

for (const status of [301, 302, 303, 307, 308]) {
  test(`C5 ${status}`, async (t) => {
    const target = await upstream.hostile([{ do: [{ answer: { body: { data: { name: 'X', item_code: 'X' } } } }] }])
    const places = [
      `${target.url}/stolen`,
      `//${target.address}/stolen`,
      `https://${target.address}/stolen`,
      `http://u:p@${target.address}/stolen`,
      `http://localhost:${target.port}/stolen`,
      '/api/resource/Item/here',
      '',
    ]
    const tenant = await acme(t)
    for (const place of places) {
      const redirecting = await upstream.hostile([{ do: [{ answer: { status, headers: [['location', place]] } }] }])
      const connection = await connect(tenant, redirecting.url, { allowPrivate: true })
      for (const call of [
        () => connection.request('GET', '/api/x', { headers: { 'x-api-key': 'canary' } }),
        () => tenant.accounting.items.get('erpnext:X'),
        () => tenant.accounting.items.list().toArray(),
        () => connect(tenant, redirecting.url, { allowPrivate: true, verify: true }),
      ]) {
        const error = await refused(call)
        assert.deepEqual([error.code, error.status], ['EGRESS_DENIED', status], place)
      }
      const written = await refused(() => tenant.accounting.items.create({ code: 'canary-body', name: 'X' }))
      // Behind "see other" the request was often done.
      assert.equal(written.code, status === 303 ? 'OUTCOME_UNKNOWN' : 'EGRESS_DENIED', place)
      assert.equal((await redirecting.seen()).requests.length, 5)
    }
    assert.deepEqual(await target.seen(), { connections: 0, open: 0, requests: [] })
  })
}
