// The program `upstream` of tests/rust: it serves the systems of the scenarios, says which call comes next, and judges.

import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from './support.mjs'

const program = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug', 'upstream')

/** Starts the program; `ask` speaks to its control port. */
export async function startUpstream() {
  // Always: a judge of yesterday judges wrongly.
  execFileSync('cargo', ['build', '-q', '-p', 'bridge-tests', '--bin', 'upstream'], { cwd: ROOT, stdio: 'inherit' })
  const child = spawn(program, [], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = await new Promise((done, failed) => {
    lines.once('line', (first) => done([first]))
    child.once('exit', (code) => failed(new Error(`upstream ended with ${code}`)))
  })
  const { url } = JSON.parse(line)
  async function ask(method, what, body, query = {}) {
    const response = await fetch(`${url}/__control__/${what}?${new URLSearchParams(query)}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer = await response.json()
    if (response.status !== 200) throw new Error(`${what}: ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    url,
    ask,
    /** A hostile upstream: `url`, `address`, `port`, and what it has `seen()`. The words: tests/faults/README.md. */
    async hostile(rules, plan = {}) {
      const made = await ask('POST', 'hostile', { rules, ...plan })
      return { ...made, seen: () => ask('GET', 'hostile', undefined, { session: made.session }) }
    },
    /** A name server with these answers: `address`, and the `queries()` so far. */
    async dns(names, plan = {}) {
      const made = await ask('POST', 'dns', { names, ...plan })
      const seen = () => ask('GET', 'dns', undefined, { session: made.session })
      return { ...made, queries: async () => (await seen()).queries }
    },
    stop() {
      lines.close()
      child.stdin.end()
    },
  }
}
