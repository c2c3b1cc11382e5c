import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as esm from '@coreflow360/bridge'
import { program, ROOT } from './support.mjs'

const cjs = createRequire(import.meta.url)('@coreflow360/bridge')

test('ESM and CommonJS are one implementation', () => {
  const marks = ['default', 'module.exports', '__esModule']
  const names = Object.keys(esm).filter((name) => !marks.includes(name)).sort()
  assert.deepEqual(names, Object.keys(cjs).sort())
  for (const name of names) assert.equal(esm[name], cjs[name], name)
  assert.ok(names.includes('Bridge') && names.includes('NotFoundError') && !names.includes('CLASSES'))
})

test('both forms resolve from the root of the repository', async () => {
  const required = await program("import { createRequire } from 'node:module'\n" +
    `const { Bridge } = createRequire(${JSON.stringify(`${ROOT}/x.js`)})('@coreflow360/bridge'); console.log(typeof Bridge)`)
  assert.equal(required.stdout.trim(), 'function')
  const imported = await program("import { Bridge } from '@coreflow360/bridge'; console.log(typeof Bridge.open)")
  assert.equal(imported.stdout.trim(), 'function')
})

test('the version is that of the package', () => {
  assert.equal(esm.VERSION, createRequire(import.meta.url)('@coreflow360/bridge/package.json').version)
})

test('importing starts no thread; the first call does', { skip: process.platform !== 'linux' && 'needs /proc' }, async () => {
  const { stdout } = await program(`
    import { readdirSync, readFileSync } from 'node:fs'
    const ours = () => readdirSync('/proc/self/task')
      .map((task) => readFileSync('/proc/self/task/' + task + '/comm', 'utf8').trim())
      .filter((name) => name.startsWith('coreflow')).length
    import { createRequire } from 'node:module'
    const before = readdirSync('/proc/self/task').length
    // require, because Node reads the files of an import on threads of its own
    const { Bridge } = createRequire(process.cwd() + '/x.js')('@coreflow360/bridge')
    const bridge = Bridge.lazy({ store: ':memory:' })
    bridge.tenant('acme')
    const after = readdirSync('/proc/self/task').length
    const idle = ours()
    await bridge.health()
    console.log(JSON.stringify({ added: after - before, idle, busy: ours() > 0 }))
  `)
  assert.deepEqual(JSON.parse(stdout), { added: 0, idle: 0, busy: true })
})

test('a lazy bridge reads nothing before it is used, and is one for one configuration', async () => {
  const { Bridge } = esm
  const wrong = Bridge.lazy({ store: 'x', policies: { nothing: 1 } })
  assert.throws(() => wrong.tenant('acme'), { code: 'CONFIG_INVALID' })
  const config = { store: ':memory:', adapters: [] }
  const one = Bridge.lazy(config)
  assert.equal(Bridge.lazy({ ...config }), one)
  assert.notEqual(Bridge.lazy({ store: ':memory:' }), one)
  await one.close()
  assert.notEqual(Bridge.lazy(config), one)
})
