// A11: what one process learns of a system helps the others, and harms none; without the store calls go on.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, renameSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Bridge } from '@coreflow360/bridge'
import { KEYRING, ROOT } from '../node/support.mjs'
import { startUpstream } from '../node/upstream.mjs'
import { SOAK, eventually, rounds } from './process.mjs'

const LONG = { retry: { max_attempts: 1 }, breaker: { open_ms: 60_000 } }
const SHORT = { retry: { max_attempts: 1 }, breaker: { open_ms: 300, open_max_ms: 300 } }
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

/** A system that answers with a status, and processes on one store that ask it: the first of them is connected. */
async function fleet(t) {
  const store = join(mkdtempSync(join(tmpdir(), 'a11-')), 'bridge.db')
  const system = { status: 200, hits: 0 }
  const server = createServer((request, response) => {
    system.hits += 1
    response.writeHead(system.status, { 'content-type': 'application/json' }).end('{"data": []}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => (server.closeAllConnections(), server.close()))
  const url = `http://erp.test:${server.address().port}`
  let first = true
  async function start(policies, { broken = false } = {}) {
    const names = { 'erp.test': [broken ? { code: 2 } : { a: ['127.0.0.1'] }] }
    const egress = { resolver: (await upstream.dns(names)).address }
    const given = { store, key: KEYRING.key, policies, egress, connect: first ? { acme: url } : {} }
    first = false
    const child = spawn(process.execPath, [join(ROOT, 'tests/faults/driver.mjs'), JSON.stringify(given)])
    child.stderr.pipe(process.stderr)
    t.after(() => child.kill('SIGKILL'))
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    assert.equal((await lines.next()).value, 'ready')
    const ask = async (command) => {
      child.stdin.write(`${JSON.stringify(command)}\n`)
      return JSON.parse((await lines.next()).value)
    }
    const calls = (command) => ask({ do: 'calls', ...command })
    const codes = async (command) => (await calls(command)).codes
    const hints = async () => (await ask({ do: 'open' }))[0].hints
    await hints()
    return { pid: child.pid, calls, codes, hints }
  }
  return { store, system, start }
}

const told = async (host, count) =>
  assert.ok(await eventually(async () => (await host.hints()).length === count), `not ${count} hints`)

test('A11 one with broken egress stops nobody', async (t) => {
  const { store, system, start } = await fleet(t)
  const broken = await start(LONG, { broken: true })
  const others = [await start(LONG), await start(LONG), await start(LONG)]
  assert.deepEqual(await broken.codes({ n: 8 }), { UNAVAILABLE: 5, CIRCUIT_OPEN: 3 })
  await told(others[0], 1)
  const n = rounds(60, 3_000)
  const found = await Promise.all(others.map((host) => host.codes({ n, at_once: 8 })))
  assert.deepEqual(found, [{ ok: n }, { ok: n }, { ok: n }])
  assert.equal(system.hits, 3 * n)
  const [hint] = await others[0].hints()
  assert.deepEqual([hint.own, hint.state, hint.reason], [false, 'open', 'consecutive_failures'])
  assert.ok(hint.observer.startsWith(`${broken.pid}-`) && hint.openedAt < hint.retryAt, JSON.stringify(hint))
  const bridge = new Bridge({ store, keyring: KEYRING })
  t.after(() => bridge.close())
  const events = (await bridge.events.list()).filter(({ event }) => event.type === 'connection.breaker.changed')
  assert.equal(events.length, 1, 'only the one that opened tells an event')
})

test('A11 a cold process asks an outage once', async (t) => {
  const { system, start } = await fleet(t)
  const warm = [await start(LONG), await start(LONG)]
  for (const host of warm) assert.deepEqual(await host.codes({ n: 6 }), { ok: 6 })
  // A store that is later than 50 ms is not waited for: a busy machine has more than one try.
  const cold = []
  for (let number = 0; number < (SOAK ? 1 : 3); number++) cold.push(await start(LONG))
  system.status = 500
  for (const host of warm) assert.deepEqual(await host.codes({ n: 8 }), { UNAVAILABLE: 5, CIRCUIT_OPEN: 3 })
  await told(warm[0], 2)
  const sent = []
  for (const host of cold) {
    const hits = system.hits
    const codes = await host.codes({ n: rounds(40, 1_000), at_once: 8 })
    sent.push(system.hits - hits)
    assert.ok(Object.keys(codes).every((code) => ['UNAVAILABLE', 'CIRCUIT_OPEN'].includes(code)), JSON.stringify(codes))
  }
  t.diagnostic(`a cold process sent ${sent}`)
  assert.ok(Math.min(...sent) <= 1, `${sent}`)
})

test('A11 without the store calls go on', async (t) => {
  const { store, system, start } = await fleet(t)
  const hosts = [await start(SHORT), await start(SHORT)]
  const n = rounds(60, 1_000)
  const alone = (await hosts[0].calls({ n })).slowest
  renameSync(store, `${store}-away`)
  await wait(1_200) // Until what was read of the tenant is old.
  for (const host of hosts) {
    const { codes, slowest } = await host.calls({ n })
    assert.deepEqual(codes, { ok: n })
    t.diagnostic(`slowest ${slowest.toFixed(1)} ms, with the store ${alone.toFixed(1)} ms`)
    assert.ok(slowest <= (SOAK ? alone + 50 : 8_000), `${slowest} ms`)
  }
  system.status = 500
  for (const host of hosts) assert.deepEqual(await host.codes({ n: 8 }), { UNAVAILABLE: 5, CIRCUIT_OPEN: 3 })
  system.status = 200
  const back = async (host) => ((await host.codes({ n: 10 })).ok ?? 0) === 10
  for (const host of hosts) assert.ok(await eventually(() => back(host)), 'each finds out by itself')
  renameSync(`${store}-away`, store)
  system.status = 500
  assert.deepEqual(await hosts[0].codes({ n: 5 }), { UNAVAILABLE: 5 })
  assert.ok(await eventually(async () => (await hosts[1].hints()).length === 1, 60))
})
