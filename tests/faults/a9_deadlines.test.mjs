// A9: a call ends at its deadline, whatever the system does, and leaves nothing behind.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { BridgeError } from '@coreflow360/bridge'
import { ROOT, bridgeFor } from '../node/support.mjs'
import { startUpstream } from '../node/upstream.mjs'
import { SOAK, eventually, rounds, socketsTo, threads } from './process.mjs'

const CASES = JSON.parse(readFileSync(join(ROOT, 'tests', 'faults', 'a9.json'), 'utf8'))
const DEADLINE = 400
/** The matrix allows 250 ms. A busy machine that runs all tests may be late: there only a call that hangs fails. */
const OVERSHOOT = SOAK ? 250 : 20_000
const policies = { breaker: { enabled: false }, bulkhead: { max_concurrent: 10, queue_ms: 0 } }
let upstream
before(async () => (upstream = await startUpstream()))
after(() => upstream.stop())

for (const one of CASES) {
  const { name, scheme = 'http', host = '127.0.0.1', connect = 'serve', rules = [], codes = ['DEADLINE_EXCEEDED'] } = one
  test(`A9 ${name}`, async (t) => {
    const hostile = await upstream.hostile(rules, { connect })
    const egress = one.dns && { resolver: (await upstream.dns(one.dns)).address }
    const tenant = bridgeFor(t, { policies, egress }).tenant('acme')
    await tenant.modules.change({ activate: ['accounting'] })
    const connection = await tenant.connect('erpnext', {
      instance: `${scheme}://${host}:${hostile.port}`,
      credential: { type: 'api_key', key: 'k', secret: 's' },
      options: { zone: 'UTC' },
      allowPrivate: true,
      verify: false,
    })
    const { items } = tenant.accounting
    const options = { deadlineMs: DEADLINE }
    const calls = [
      () => connection.request('GET', '/api/resource/Item', options),
      () => items.get('erpnext:SKU-1', options),
      async () => {
        for await (const _ of items.list(options));
      },
      () => items.create({ code: 'SKU-1', name: 'x' }, options),
    ]
    const call = async (number) => {
      const begun = performance.now()
      const write = number % calls.length === 3
      const error = await calls[number % calls.length]().then(
        () => assert.fail('the call ended well'),
        (error) => error,
      )
      assert.ok(BridgeError.is(error), error)
      // Of a write that was sent nobody knows what became of it.
      const code = write && error.code === 'OUTCOME_UNKNOWN' ? codes[0] : error.code
      return { code, late: performance.now() - begun - DEADLINE }
    }
    const ten = (first) => Promise.all(Array.from({ length: 10 }, (_, index) => call(first + index)))
    await ten(0) // All threads and pools are there.
    const [held, running] = [socketsTo(hostile.port), threads()]
    const results = []
    while (results.length < rounds(10, 100)) results.push(...(await ten(results.length)))
    assert.ok(await eventually(() => socketsTo(hostile.port) <= held, 5), 'sockets stay open')
    assert.ok(await eventually(() => threads() <= running, 5), 'threads stay')
    const worst = Math.max(...results.map(({ late }) => late))
    t.diagnostic(`${results.length} calls, at most ${Math.round(worst)} ms after the deadline`)
    for (const { code } of results) assert.ok(codes.includes(code), code)
    assert.ok(worst <= OVERSHOOT, `${worst} ms`)
    const gone = async () => (await hostile.seen()).open <= held
    assert.ok(await eventually(gone, 5), 'the upstream still has connections')
  })
}
