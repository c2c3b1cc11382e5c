// `services compose` of the npm package. What is written is held against the schema of the specification from Python.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { ROOT } from './support.mjs'

const cli = (cwd, ...words) =>
  new Promise((done) => {
    const command = [join(ROOT, 'bindings-node', 'dist', 'cli.js'), 'services', 'compose', ...words]
    execFile(process.execPath, command, { cwd, timeout: 60_000 }, (error, out, err) => done({ code: error?.code ?? 0, out, err }))
  })

test('a compose file and its secrets', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-'))
  try {
    const { code, out, err } = await cli(folder, '--systems', 'twenty,dolibarr', '--publish', 'twenty=13999')
    assert.deepEqual([code, err], [0, ''])
    const text = await readFile(join(folder, 'compose.yaml'), 'utf8')
    assert.match(text, /image: twentycrm\/twenty:v|image: "twentycrm\/twenty:v/)
    assert.deepEqual(text.match(/"[^"]*:13999:3000"/g), ['"127.0.0.1:13999:3000"'])
    for (const name of await readdir(join(folder, 'secrets'))) {
      const path = join(folder, 'secrets', name)
      assert.equal((await stat(path)).mode & 0o777, 0o600)
      const secret = await readFile(path, 'utf8')
      assert.ok(!text.includes(secret) && !out.includes(secret), name)
    }
    const refused = await cli(folder, '--systems', 'finrobot')
    assert.deepEqual([refused.code, refused.err.split(':')[0]], [1, 'UNSUPPORTED'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
