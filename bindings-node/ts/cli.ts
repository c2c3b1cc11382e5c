#!/usr/bin/env node
/** `npx coreflow-bridge`: the command line that all packages share, and `sandbox`, which is served from here. */

import { parseArgs } from 'node:util'

import { Bridge } from './bridge.js'
import { BridgeError } from './error.js'
import { native } from './native.js'

async function main(words: string[]): Promise<number> {
  if (words[0] === 'sandbox') return sandbox(words.slice(1))
  const { status, out, err } = JSON.parse(await native.runCli(words)) as { status: number; out: string; err: string }
  process.stdout.write(out)
  process.stderr.write(err)
  return status
}

async function sandbox(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { seed: { type: 'string' }, records: { type: 'string' }, port: { type: 'string' } },
  })
  const numbers = Object.entries(values).map(([name, text]) => [name, Number(text)] as const)
  const served = await Bridge.sandbox({
    ...Object.fromEntries(numbers),
    ...(positionals.length > 0 ? { systems: positionals } : {}),
  })
  for (const [name, system] of Object.entries(served.systems)) {
    const credential = Object.entries(system.credential).map(([key, value]) => `${key} ${String(value)}`)
    console.log(`${name.padEnd(10)} ${system.url}  (${credential.join(', ')})`)
  }
  console.log('serving until Ctrl-C')
  await new Promise<void>((resolve) => process.once('SIGINT', resolve))
  await served.stop()
  return 0
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    console.error(BridgeError.is(error) ? `${error.code}: ${error.message}` : String(error))
    process.exitCode = 1
  },
)
