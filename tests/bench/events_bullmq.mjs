// The same events through BullMQ, on a Redis that writes each command to the disk before it answers: in batches of 64, one by
// one with 64 under way, and handled by a worker, 64 at once.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const COUNT = Number(process.argv[2] ?? 20_000)
const [GROUP, KEYS] = [64, 1_000]
const DATA = { amount: '9960.00', currency: 'EUR', stage: 'won' }
const { Queue, Worker } = createRequire(join(process.env.BENCH_MODULES, 'here.js'))('bullmq')

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const path = join(folder, 'redis.sock')
const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
const server = ['--port', '0', '--unixsocket', path, '--dir', folder, '--daemonize', 'no', ...durable]
const redis = spawn('redis-server', server, { stdio: 'ignore' })
const failed = new Promise((_, reject) => {
  redis.once('error', (error) => reject(new Error(`redis-server is needed: apt install redis-server (${error.message})`)))
})
const told = (what, count, begun) =>
  console.log(`${what.padEnd(58)} ${String(Math.round((count * 1e3) / (performance.now() - begun))).padStart(9)} events/s`)
const one = (n) => ({ name: 'order.made', data: { subject: `o-${n % KEYS}`, ...DATA }, opts: { removeOnComplete: true } })

async function main() {
  const connection = { path, maxRetriesPerRequest: null }
  const queue = new Queue('events', { connection })
  await queue.waitUntilReady()
  let begun = performance.now()
  let total = 0
  for (; total < COUNT; total += GROUP) {
    const first = total
    await queue.addBulk(Array.from({ length: GROUP }, (_, n) => one(first + n)))
  }
  told('node bullmq, added in batches of 64', total, begun)
  begun = performance.now()
  for (let n = 0; n < COUNT / 4; n += GROUP) {
    const batch = Array.from({ length: GROUP }, (_, i) => one(total + i))
    await Promise.all(batch.map(({ name, data, opts }) => queue.add(name, data, opts)))
    total += GROUP
  }
  told('node bullmq, added one by one, 64 at once', COUNT / 4, begun)
  begun = performance.now()
  let seen = 0
  let worker
  await new Promise((done) => {
    const handler = async () => {
      seen += 1
      if (seen >= total) done()
    }
    worker = new Worker('events', handler, { connection, concurrency: GROUP })
  })
  told('node bullmq, handled by a worker (64 at once)', total, begun)
  await worker.close()
  await queue.close()
}

try {
  execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
  await Promise.race([main(), failed])
} finally {
  redis.kill()
  rmSync(folder, { recursive: true, force: true })
}
