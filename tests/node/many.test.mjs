// Many creates and watched jobs end early: what was sent is told, what was not is not sent.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'

// More than come back at once (32), however fast: something is always left when the first outcomes are told.
const NEWS = Array.from({ length: 40 }, (_, number) => ({ text: `Profits rise by ${number} percent` }))

async function finance(t) {
  const sandbox = await Bridge.sandbox({ records: 20 })
  const bridge = await Bridge.open({ store: ':memory:' })
  t.after(async () => {
    await bridge.close()
    await sandbox.stop()
  })
  const tenant = bridge.tenant('acme')
  for (const system of ['fingpt', 'finrobot']) {
    const { url: instance, credential, options } = sandbox.systems[system]
    await tenant.connect(system, { instance, credential, options, allowPrivate: true })
  }
  await tenant.modules.change({ activate: ['finance_ai'] })
  return tenant.financeAi
}

test('an aborted batch tells what was made and what was not sent', async (t) => {
  const { sentiments } = await finance(t)
  const control = new AbortController()
  const onProgress = (done, total) => {
    assert.equal(total, NEWS.length)
    if (done === 1) control.abort()
  }
  const outcomes = await sentiments.createMany(NEWS, { concurrency: 1, signal: control.signal, onProgress })
  assert.deepEqual(outcomes.map(({ index }) => index), [...NEWS.keys()])
  assert.equal(outcomes[0].record.label, 'positive')
  const failed = outcomes.filter(({ ok }) => !ok)
  assert.ok(failed.length >= 6)
  assert.ok(failed.every(({ error }) => error.code === 'CANCELLED'))
  await assert.rejects(sentiments.createMany(NEWS, { signal: control.signal }), { name: 'AbortError' })
})

test('a callback that throws ends the batch, and the rest is told', async (t) => {
  const { sentiments } = await finance(t)
  const told = []
  const onProgress = (done, total, outcome) => {
    told.push(outcome.index)
    if (done === 1) assert.equal(outcome.record.label, 'positive')
    if (done === 1) throw new Error('enough')
  }
  await assert.rejects(sentiments.createMany(NEWS, { concurrency: 1, onProgress }), /enough/)
  assert.deepEqual(told.sort((one, other) => one - other), [...NEWS.keys()])
})

test('keys come from a list or a function', async (t) => {
  const { analysisJobs } = await finance(t)
  const inputs = [1, 2].map((number) => ({ kind: 'Market_Analyst', task: `Look at market ${number}` }))
  const first = await analysisJobs.createMany(inputs, { idempotencyKey: (_, index) => `key-${index}` })
  const again = await analysisJobs.createMany(inputs, { idempotencyKey: ['key-0', 'key-1'] })
  assert.deepEqual(first.map(({ record }) => record.id), again.map(({ record }) => record.id))
})

test('a job is watched state by state, and cancelled where waiting ends early', async (t) => {
  const { analysisJobs } = await finance(t)
  const job = await analysisJobs.create({ kind: 'Market_Analyst', task: 'Look at the market' })
  const states = []
  for await (const state of analysisJobs.watch(job.id, { firstMs: 1 })) states.push(state.status)
  assert.deepEqual(states, ['running', 'succeeded'])
  for (const cancelOnAbort of [true, false]) {
    const slow = await analysisJobs.create({ kind: 'Market_Analyst', task: 'slow: look', maxTurns: 9 })
    const control = new AbortController()
    const watch = analysisJobs.watch(slow.id, { signal: control.signal, cancelOnAbort })
    await assert.rejects(watch.progress(() => control.abort()).wait(), { name: 'AbortError' })
    assert.equal((await analysisJobs.get(slow.id)).status === 'cancelled', cancelOnAbort)
  }
  const failing = await analysisJobs.create({ kind: 'Market_Analyst', task: 'fail: no data' })
  await assert.rejects(analysisJobs.watch(failing.id, { firstMs: 1 }).wait(), { code: 'CONFLICT', message: /no data/ })
})
