// One process of the tests of flows, in Node: `flow.mjs JSON`. The same as flow.py.
//
// It drains the flows of `examples/flows` until an event was handled, and kills itself within each step once: after the step
// has had its effect, and before that is remembered.

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Bridge } from '@coreflow360/bridge'
import { declare } from '../../examples/flows/flows.mjs'

const { store, key, marks } = JSON.parse(process.argv[2])

function deadly(step) {
  return (name, make, find) => {
    const dies = async (given) => {
      const made = await make(given)
      const mark = join(marks, name.replaceAll(/[/:]/g, '-'))
      if (!existsSync(mark)) {
        writeFileSync(mark, '')
        process.kill(process.pid, 'SIGKILL')
        // The signal comes at once; nothing goes on until it has.
        await new Promise(() => setInterval(() => {}, 1_000))
      }
      return made
    }
    return step(name, dies, find)
  }
}

/** A bridge whose flows are soon given to another process, and whose steps kill this one. */
class Hurried extends Bridge {
  on(types, handler, options) {
    const dying = (event, delivery) => {
      const { tenant, attempt, key: keyOf, step } = delivery
      return handler(event, { tenant, attempt, key: keyOf, step: deadly(step) })
    }
    super.on(types, dying, { ...options, leaseMs: 500 })
  }
}

const bridge = new Hurried({ store, keyring: { key } })
declare(bridge)
const watch = await bridge.events.consumer('watch', 'no.such.event')
while ((await bridge.drain()).handled === 0) await watch.next({ timeoutMs: 100 })
if ((await bridge.events.deadLetters.list()).length > 0) throw new Error('an event was given up')
await bridge.close()
