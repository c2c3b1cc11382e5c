// One process of the event tests, in Node: `worker.mjs ROLE JSON`. The same roles as worker.py.

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Bridge } from '@coreflow360/bridge'

const BATCH = 20
const [role, text] = process.argv.slice(2)
const { store, key, ...given } = JSON.parse(text)
const bridge = new Bridge({ store, keyring: { key } })
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

  /** Subscribes and comes to its end. */
  async idle() {
    await bridge.events.subscribe('idle', 'test.*', () => {})
    console.log(true)
  },
}

await ROLES[role](given)
if (role !== 'idle') await bridge.close()
