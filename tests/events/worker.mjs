// One process of the event tests, in Node: `worker.mjs ROLE JSON`. The same roles as worker.py.

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { Bridge } from '@coreflow360/bridge'

const BATCH = 20
const [role, text] = process.argv.slice(2)
const { store, key, events: limits, ...given } = JSON.parse(text)
const events = limits && { maxEvents: limits.max_events, maxTenantEvents: limits.max_tenant_events }
const bridge = new Bridge({ store, keyring: { key }, events })
// One line, with one write: what is noted outlives a kill.
const note = (file, line) => appendFileSync(file, `${line}\n`)

const ROLES = {
  /** Publishes what is not noted as acknowledged yet, and notes what is. */
  async publish({ name, acked, count, keys }) {
    const done = existsSync(acked) ? readFileSync(acked, 'utf8').split('\n').filter(Boolean).length : 0
    const { events } = bridge.tenant('acme')
    for (let start = done; start < count; start += BATCH) {
      const batch = []
      for (let n = start; n < Math.min(start + BATCH, count); n += 1) {
        batch.push({ type: 'test.made', subject: `${name}-${n % keys}`, data: { n }, id: `${name}-${n}` })
      }
      const made = await events.publishMany(batch)
      note(acked, made.map(({ id }) => id).join('\n'))
    }
  },

  /** Notes every delivery, and lets some fail, until its input ends. */
  async consume({ name, delivered, failing }) {
    const handler = async (event, delivery) => {
      note(delivered, `${name} ${event.subject} ${event.data.n} ${event.id} ${delivery.attempt}`)
      if (Math.random() < failing) throw new Error('at random')
    }
    await bridge.events.subscribe('g', 'test.*', handler, { start: 'beginning', leaseMs: 10_000, maxAttempts: 1000 })
    console.log('ready')
    for await (const _ of process.stdin);
  },

  /** Takes an event, and acks it when it is told to. */
  async hold() {
    const consumer = await bridge.tenant('acme').events.consumer('g', 'test.*', { start: 'beginning', leaseMs: 500 })
    const delivery = await consumer.next()
    console.log('taken')
    for await (const _ of createInterface({ input: process.stdin })) break
    try {
      await delivery.ack()
      console.log('acked')
    } catch (error) {
      console.log(error.code)
    }
  },

  /** Turns a module on and off, every second time with a change that is refused, until it is killed. */
  async toggle({ acked }) {
    const { modules } = bridge.tenant('acme')
    console.log('ready')
    for (;;) {
      const on = (await modules.active()).some(({ module }) => module === 'crm')
      const change = on ? { deactivate: ['crm'] } : { activate: ['crm'] }
      try {
        await modules.change({ ...change, provider: { hr: 'no-such-connection' } })
      } catch (error) {
        note(acked, `refused ${error.code}`)
      }
      await modules.change(change)
      note(acked, 'changed')
    }
  },

  /** Says what it was given, and fails at the event `poison` until that is a dead letter; after that it is mended. */
  async poison({ delay }) {
    const consumer = await bridge.tenant('acme').events.consumer('g', 'test.*', { start: 'beginning' })
    process.stdin.resume().once('end', () => consumer.close())
    let mended = false
    for await (const delivery of consumer) {
      if (delivery.event.id !== 'poison' || mended) {
        // Said when it is done: the reader may end this process as soon as it reads it.
        await delivery.ack()
        console.log(delivery.event.id)
        continue
      }
      console.log(`poison ${delivery.attempt}`)
      if (await delivery.nack(new Error('poison'), delay === null ? {} : { delayMs: delay * 1000 })) {
        mended = true
        console.log('dead')
      }
    }
  },

  /** Publishes ten times what the log takes; says how much was taken and refused, and how much memory it cost. */
  async fill({ limit }) {
    const { events } = bridge.tenant('acme')
    const given = Array.from({ length: 100 }, (_, n) => ({ type: 'test.made', subject: `${n}`, data: 'x'.repeat(4_000) }))
    let [accepted, refused, memory] = [0, 0, 0]
    for (let turn = 0; turn < (10 * limit) / given.length; turn += 1) {
      try {
        accepted += (await events.publishMany(given)).length
      } catch (error) {
        if (error.code !== 'BACKPRESSURE') throw error
        refused += 1
      }
      if (turn === limit / given.length) {
        memory = process.memoryUsage.rss()
        console.log('full')
      }
    }
    console.log(JSON.stringify([accepted, refused, process.memoryUsage.rss() - memory]))
  },

  /** Takes the same delivery of a webhook over and over, and says how that was answered. */
  async deliver({ endpoint, headers, body, count }) {
    const bytes = new TextEncoder().encode(body)
    const all = Array.from({ length: count }, () => bridge.webhooks.handle(endpoint, 'POST', headers, bytes))
    const counts = {}
    for (const { status } of await Promise.all(all)) counts[status] = (counts[status] ?? 0) + 1
    console.log(JSON.stringify(counts))
  },

  /** Takes webhooks by HTTP until its input ends. */
  async serve() {
    const server = createServer(bridge.webhooks.app({ bodyTimeoutMs: given.body_timeout_ms }))
    await new Promise((done) => server.listen(0, '127.0.0.1', done))
    console.log(server.address().port)
    for await (const _ of process.stdin);
    server.closeAllConnections()
    server.close()
  },

  /** Subscribes and comes to its end. */
  async idle() {
    await bridge.events.subscribe('idle', 'test.*', () => {})
    console.log(true)
  },
}

await ROLES[role](given)
if (role !== 'idle') await bridge.close()
