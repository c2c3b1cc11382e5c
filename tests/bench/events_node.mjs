// Events per second through Node: published in batches, one by one with 64 under way, and handled by a subscription.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bridge } from '@coreflow360/bridge'

const COUNT = Number(process.argv[2] ?? 20_000)
const [GROUP, KEYS] = [64, 1_000]
const DATA = { amount: '9960.00', currency: 'EUR', stage: 'won' }
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const bridge = new Bridge({
  store: join(folder, 'bridge.db'),
  keyring: { key: 'test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' },
})
const { events } = bridge.tenant('acme')
const told = (what, count, begun) =>
  console.log(`${what.padEnd(58)} ${String(Math.round((count * 1e3) / (performance.now() - begun))).padStart(9)} events/s`)
const one = (n) => ({ type: 'order.made', subject: `o-${n % KEYS}`, data: DATA })

await (await events.consumer('g', 'order.*')).close()
let begun = performance.now()
let total = 0
for (; total < COUNT; total += GROUP) {
  const first = total
  await events.publishMany(Array.from({ length: GROUP }, (_, n) => one(first + n)))
}
told('node, published in batches of 64', total, begun)
begun = performance.now()
for (let n = 0; n < COUNT / 4; n += GROUP) {
  await Promise.all(Array.from({ length: GROUP }, () => events.publish('order.made', `o-${total++ % KEYS}`, DATA)))
}
told('node, published one by one, 64 at once', COUNT / 4, begun)
begun = performance.now()
let seen = 0
await new Promise((done) => {
  const alive = setInterval(() => {}, 1_000)
  const handler = () => {
    seen += 1
    if (seen < total) return
    clearInterval(alive)
    done()
  }
  void events.subscribe('g', 'order.*', handler, { concurrency: GROUP })
})
told('node, handled by a subscription (64 at once) and acked', total, begun)
await bridge.close()
rmSync(folder, { recursive: true })
