// A process that calls every path to a module until it is told to stop: `c12_worker.mjs JSON`; the same as c12_worker.py.

import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { Bridge } from '@coreflow360/bridge'
import { pathsOf } from './c12_paths.mjs'

const { store, key, known, process: name } = JSON.parse(process.argv[2])
const bridge = new Bridge({ store, keyring: { key } })
const { paths, outcome, delivered } = await pathsOf(bridge, known, name)

/** One loop for each path. */
function begun() {
  const found = Object.fromEntries(paths.map((path) => [path, { let: 0, last: 0, refused: 0, codes: {} }]))
  let ended = false
  const run = async (path) => {
    const one = found[path]
    while (!ended) {
      await wait(50)
      const begins = Date.now()
      const code = await outcome(path)
      if (code === 'MODULE_INACTIVE') one.refused += 1
      else if (code !== 'nothing') Object.assign(one, { let: one.let + 1, last: begins, refused: 0 })
      one.codes[code] = (one.codes[code] ?? 0) + 1
    }
  }
  const loops = paths.map(run)
  return {
    found,
    end: () => {
      ended = true
      return Promise.all(loops)
    },
  }
}

let calls
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  if (command.do === 'begin') calls = begun()
  if (command.do === 'end') await calls.end()
  if (command.do === 'change') await bridge.tenant('acme').modules.change(command.change)
  console.log(JSON.stringify({ at: Date.now(), found: calls?.found ?? {}, delivered }))
}
