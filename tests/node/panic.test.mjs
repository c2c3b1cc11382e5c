import assert from 'node:assert/strict'
import { test } from 'node:test'
import { program } from './support.mjs'

// The addon's own probe: the very binary that ships panics on purpose.
const PROBE = `
  import { createRequire } from 'node:module'
  const { native } = createRequire(process.cwd() + '/x.js')('./bindings-node/dist/native.js')
  const probe = new native.PanicProbe()
  const told = async (name, call) => {
    try { await call(); console.log(name, 'nothing') }
    catch (error) { const { code, context, message } = JSON.parse(error.parts); console.log(name, code, context.at, message) }
  }
`

test('a panic is an UNEXPECTED error with its place; its text is told nowhere, and the process lives', async () => {
  const { stdout, stderr } = await program(`${PROBE}
    await told('immediate', () => probe.immediate())
    await told('future', () => probe.future())
    await Promise.all(Array.from({ length: 50 }, () => probe.future().catch(() => 0)))
    probe.release()
    await told('released', () => probe.immediate())
    for (let i = 0; i < 100; i += 1) new native.PanicProbe()
    global.gc()
    await new Promise(setImmediate)
    global.gc()
    await new Promise(setImmediate)
    console.log('alive')`, '--expose-gc')
  const lines = stdout.trim().split('\n')
  assert.match(lines[0], /^immediate UNEXPECTED bindings-node\/src\/probe\.rs:\d+ A defect/)
  assert.match(lines[1], /^future UNEXPECTED bindings-node\/src\/probe\.rs:\d+ A defect/)
  assert.match(lines[2], /^released CLOSED/)
  assert.equal(lines[3], 'alive')
  assert.equal((stdout + stderr).includes('must not be seen'), false)
  assert.match(stderr, /defect at bindings-node\/src\/probe\.rs:\d+/)
  assert.ok(stderr.split('defect at').length > 60, 'collected probes panicked, too')
})
