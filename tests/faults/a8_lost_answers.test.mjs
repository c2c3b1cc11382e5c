// A8: a create whose answer is lost reaches the system once, and is told as unknown, with a key and without.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ConflictError, OutcomeUnknownError } from '@coreflow360/bridge'
import { ROOT, bridgeFor } from '../node/support.mjs'
import { startUpstream } from '../node/upstream.mjs'
import { eventually } from './process.mjs'

const CASES = JSON.parse(readFileSync(join(ROOT, 'tests', 'faults', 'a8.json'), 'utf8'))
const policies = { breaker: { enabled: false }, attempt_timeout_ms: 1000 }
const none = { method: 'GET', do: [{ answer: { status: 200, body: { data: [] } } }] }
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

const erpnext = (url) => ({
  instance: url,
  credential: { type: 'api_key', key: 'k', secret: 's' },
  options: { zone: 'UTC', key_field: 'custom_key' },
  allowPrivate: true,
  verify: false,
})

for (const { name, do: acts } of CASES) {
  test(`A8 ${name}, of a request of one's own`, async (t) => {
    const done = { method: 'POST', path: '/done', do: [{ answer: { status: 200, body: {} } }] }
    const hostile = await upstream.hostile([done, { method: 'POST', do: acts }])
    const tenant = bridgeFor(t, { policies }).tenant('acme')
    await tenant.modules.change({ activate: ['accounting'] })
    const connection = await tenant.connect('erpnext', erpnext(hostile.url))
    await connection.request('POST', '/done', { body: { amount: 7 } })
    assert.deepEqual(await tenant.writes.list(), [])
    const failed = connection.request('POST', '/pay', { body: { amount: 7 } })
    const error = await failed.then(
      () => assert.fail('the call ended well'),
      (error) => error,
    )
    const [entry, ...others] = await tenant.writes.list({ state: 'unknown' })
    assert.deepEqual(others, [])
    assert.equal(error.context.write, entry.key)
    assert.equal(entry.operation, 'request')
    const sent = { method: 'POST', path: '/pay', query: {}, body: { amount: 7 } }
    assert.deepEqual((await tenant.writes.get(entry.key)).input, sent)
    await tenant.writes.settle(entry.key, 'not_applied')
    assert.deepEqual(await tenant.writes.list(), [])
    assert.equal((await hostile.seen()).requests.length, 2)
  })

  for (const idempotencyKey of [undefined, 'note-7']) {
    test(`A8 ${name}, of an upload ${idempotencyKey ? 'with' : 'without'} a key`, async (t) => {
      const item = { name: 'SKU-1', item_code: 'SKU-1' }
      const file = { name: 'f1', file_name: 'note.txt', file_size: 4, file_url: '/private/files/note.txt' }
      const answers = (body) => [{ answer: { status: 200, body } }]
      const hostile = await upstream.hostile([
        { method: 'GET', path: '/api/resource/Item/*', do: answers({ data: item }) },
        { method: 'GET', do: answers({ data: [file] }) },
        { method: 'POST', times: 1, do: acts },
        { method: 'POST', do: answers({ message: file }) },
      ])
      const hits = async () => (await hostile.seen()).requests.filter(({ method }) => method === 'POST').length
      const folder = mkdtempSync(join(tmpdir(), 'bridge-'))
      t.after(() => rmSync(folder, { recursive: true }))
      const store = join(folder, 'bridge.db')
      const bridge = bridgeFor(t, { store, policies })
      let tenant = bridge.tenant('acme')
      await tenant.modules.change({ activate: ['accounting'] })
      await tenant.connect('erpnext', erpnext(hostile.url))
      const upload = (text) =>
        tenant.accounting.items
          .attachments('erpnext:SKU-1')
          .upload('note.txt', Buffer.from(text), { idempotencyKey })
      for (let call = 0; call < (idempotencyKey ? 2 : 1); call += 1) {
        await assert.rejects(upload('call'), OutcomeUnknownError)
      }
      if (idempotencyKey) await assert.rejects(upload('back'), ConflictError)
      assert.equal(await hits(), 1)
      await bridge.close()
      tenant = bridgeFor(t, { store, policies }).tenant('acme')
      const [entry, ...others] = await tenant.writes.list({ state: 'unknown' })
      assert.deepEqual(others, [])
      assert.equal(entry.operation, 'accounting.items.attachments.upload')
      assert.equal(entry.recordId, 'erpnext:SKU-1')
      const sent = (await tenant.writes.get(entry.key)).input
      assert.deepEqual([sent.record, sent.name, sent.size], ['SKU-1', 'note.txt', 4])
      await tenant.writes.settle(entry.key, 'not_applied')
      const made = await upload('call')
      if (idempotencyKey) assert.equal((await upload('call')).id, made.id)
      assert.equal(made.id, 'erpnext:SKU-1/f1')
      assert.equal(await hits(), 2)
      // One without a key goes once the answer is there; nobody waits for that.
      assert.ok(await eventually(async () => (await tenant.writes.list()).length === (idempotencyKey ? 1 : 0)))
    })
  }

  for (const idempotencyKey of [undefined, 'order-7']) {
    test(`A8 ${name}, ${idempotencyKey ? 'with' : 'without'} a key`, async (t) => {
      const hostile = await upstream.hostile([{ method: 'POST', do: acts }, none])
      const tenant = bridgeFor(t, { policies }).tenant('acme')
      await tenant.modules.change({ activate: ['accounting'] })
      await tenant.connect('erpnext', erpnext(hostile.url))
      for (let call = 0; call < (idempotencyKey ? 2 : 1); call += 1) {
        const failed = tenant.accounting.items.create({ code: 'SKU-1' }, { idempotencyKey })
        const error = await failed.then(
          () => assert.fail('the call ended well'),
          (error) => error,
        )
        assert.ok(error instanceof OutcomeUnknownError, error)
        assert.equal(error.retryable, Boolean(idempotencyKey))
        const [entry, ...others] = await tenant.writes.list({ state: 'unknown' })
        assert.deepEqual(others, [])
        assert.equal(error.context.write, entry.key)
        assert.equal(entry.given, Boolean(idempotencyKey))
      }
      const sent = (await hostile.seen()).requests.filter(({ method }) => method === 'POST')
      assert.equal(sent.length, 1)
      assert.equal(JSON.stringify(sent[0]).includes('order-7'), Boolean(idempotencyKey))
    })
  }
}
