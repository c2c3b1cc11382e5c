import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { Bridge } from '@coreflow360/bridge'
import { CONFIG, program, silent } from './support.mjs'

const OPEN = `
  import { Bridge } from '@coreflow360/bridge'
  const bridge = new Bridge(${JSON.stringify(CONFIG)})
  const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 50 })
  const acme = bridge.tenant('acme')
  await acme.connect('erpnext', sandbox.access('erpnext'))
  await acme.modules.change({ activate: ['accounting'] })
`

test('an idle bridge and sandbox do not keep the process alive', async () => {
  const { stdout } = await program(`${OPEN} await acme.accounting.items.list().first(); console.log('done')`)
  assert.equal(stdout, 'done\n')
})

test('pages that are read ahead do not keep the process alive', async () => {
  const { stdout } = await program(`${OPEN}
    const run = acme.accounting.items.list({ pageSize: 1 })[Symbol.asyncIterator]()
    await run.next()
    sandbox.fault('erpnext', 'latency_ms', { latencyMs: 3600000 })
    console.log('left with a list half read')`)
  assert.equal(stdout, 'left with a list half read\n')
})

test('a call that is awaited keeps the process alive until it is answered', async () => {
  const { stdout } = await program(`${OPEN}
    sandbox.fault('erpnext', 'latency_ms', { latencyMs: 300, times: 1 })
    acme.accounting.items.list().first().then((item) => console.log('answered', item.system))`)
  assert.equal(stdout, 'answered erpnext\n')
})

test('process.exit with a call under way ends at once', async () => {
  const { stdout } = await program(`${OPEN}
    sandbox.fault('erpnext', 'latency_ms', { latencyMs: 3600000 })
    acme.accounting.items.list().first()
    setImmediate(() => { console.log('leaving'); process.exit(0) })`)
  assert.equal(stdout, 'leaving\n')
})

test('bridge and sandbox can be disposed of', async () => {
  const bridge = new Bridge(CONFIG)
  await bridge[Symbol.asyncDispose]()
  assert.throws(() => bridge.tenant('acme'), { code: 'CLOSED' })
  const sandbox = await Bridge.sandbox({ systems: ['dolibarr'], records: 0 })
  assert.match(sandbox.systems.dolibarr.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  await sandbox[Symbol.asyncDispose]()
  assert.throws(() => sandbox.requests('dolibarr'), { code: 'CLOSED' })
})

const WORK = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { Bridge } = require('@coreflow360/bridge')
  const bridge = new Bridge(workerData.config)
  const acme = bridge.tenant('acme')
  const { instance } = workerData
  ;(async () => {
    await acme.connect('erpnext', {
      instance, credential: { type: 'api_key', key: 'k', secret: 's' }, options: { zone: 'UTC' },
      allowPrivate: true, verify: false,
    })
    await acme.modules.change({ activate: ['accounting'] })
    parentPort.postMessage((await acme.connections())[0].name)
    if (workerData.hang) await acme.accounting.items.get('erpnext:SKU-1')
    else await bridge.close()
  })()
`

function worker(instance, hang) {
  return new Worker(WORK, { eval: true, workerData: { config: CONFIG, instance, hang } })
}

test('workers have bridges of their own', async () => {
  const workers = Array.from({ length: 4 }, () => worker('http://127.0.0.1:1', false))
  const exits = workers.map((each) => once(each, 'exit'))
  const told = await Promise.all(workers.map((each) => once(each, 'message')))
  assert.deepEqual(told.flat(), Array(4).fill('erpnext'))
  const codes = await Promise.all(exits)
  assert.deepEqual(codes.flat(), [0, 0, 0, 0])
})

test('a worker that is terminated drops its calls; the others go on', async (t) => {
  const { tenant, next } = await silent(t)
  const [{ instance }] = await tenant.connections()
  for (let round = 0; round < 5; round += 1) {
    const thread = worker(instance, true)
    const request = await next()
    await thread.terminate()
    await request.gone
  }
  const mine = new AbortController()
  const call = tenant.accounting.items.get('erpnext:SKU-1', { signal: mine.signal })
  await next()
  mine.abort()
  await assert.rejects(call, { name: 'AbortError' })
})

test('a process whose only bridge was in a worker goes on after it', async () => {
  const { stdout } = await program(`
    import { Worker } from 'node:worker_threads'
    import { once } from 'node:events'
    for (let round = 0; round < 3; round += 1) {
      const work = "const { Bridge } = require('@coreflow360/bridge');" +
        "new Bridge({ store: ':memory:' }).health().then((health) => require('node:worker_threads').parentPort.postMessage(health.status))"
      const thread = new Worker(work, { eval: true, execArgv: [] })
      const exit = once(thread, 'exit')
      const [status] = await once(thread, 'message')
      await exit
      console.log(status)
    }
    const { Bridge } = await import('@coreflow360/bridge')
    console.log((await new Bridge({ store: ':memory:' }).health()).status)`)
  assert.equal(stdout, 'healthy\nhealthy\nhealthy\nhealthy\n')
})
