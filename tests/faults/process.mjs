// What this process holds: sockets, threads, memory. Linux only, as the packages are.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Whether the full counts are run, and the figures of the matrix are demanded (`make soak`). */
export const SOAK = Boolean(process.env.FAULTS_SOAK)

export const rounds = (few, full) => (SOAK ? full : few)

/** The sockets that are connected, or connecting, to a port of this host, and that a process still holds. */
export function socketsTo(port) {
  let count = 0
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const row of readFileSync(table, 'utf8').trim().split('\n').slice(1)) {
      const columns = row.trim().split(/\s+/)
      if (parseInt(columns[2].split(':').at(-1), 16) === port && columns[9] !== '0') count += 1
    }
  }
  return count
}

export const threads = () => readdirSync('/proc/self/task').length

/** How much more memory this process used at the worst moment of some work than before it, in bytes. */
export async function peakOver(work) {
  writeFileSync('/proc/self/clear_refs', '5') // The peak begins anew.
  const before = status('VmRSS')
  await work()
  return status('VmHWM') - before
}

const status = (name) => {
  const line = readFileSync('/proc/self/status', 'utf8').split('\n').find((one) => one.startsWith(name))
  return Number(line.split(/\s+/)[1]) * 1024
}

/** Whether it holds within that time. */
export async function eventually(holds, seconds = 30) {
  const end = performance.now() + seconds * 1000
  while (!(await holds())) {
    if (performance.now() > end) return false
    await wait(20)
  }
  return true
}
