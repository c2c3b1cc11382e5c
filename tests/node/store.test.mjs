// The store's file in bad shape, and shared: each mistake has its error, and nothing is lost.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { Bridge } from '@coreflow360/bridge'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Where a SQLite file keeps its user_version, the schema's version: https://sqlite.org/fileformat.html#the_database_header
const USER_VERSION = 60

const connect = (bridge, name = 'erp') =>
  bridge.tenant('acme').connect('erpnext', {
    instance: 'https://erp.acme.test',
    credential: { type: 'api_key', key: 'k', secret: 's' },
    name,
    verify: false,
  })

async function withBridge(store, use) {
  const bridge = await Bridge.open({ store })
  try {
    return await use(bridge)
  } finally {
    await bridge.close()
  }
}

async function fresh(t) {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-store-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const store = join(folder, 'bridge.db')
  await withBridge(store, (bridge) => connect(bridge))
  return store
}

const names = async (bridge) => (await bridge.tenant('acme').connections()).map(({ name }) => name).sort()

test('a database of a newer version is refused and kept', async (t) => {
  const store = await fresh(t)
  const data = readFileSync(store)
  data.writeUInt32BE(999, USER_VERSION)
  writeFileSync(store, data)
  for (const log of ['-wal', '-shm']) rmSync(store + log) // after a clean close the file alone is complete
  await assert.rejects(withBridge(store, names), { code: 'CONFIG_INVALID', message: /999.*newer/ })
  assert.deepEqual(readFileSync(store), data)
})

test('a file that is no database is refused and kept', async (t) => {
  const store = `${await fresh(t)}.txt`
  writeFileSync(store, 'not a database, but notes\n'.repeat(100))
  await assert.rejects(withBridge(store, names), { code: 'STORAGE_UNAVAILABLE' })
  assert.match(readFileSync(store, 'utf8'), /^not a database/)
})

test('a missing key is never replaced by a new one', async (t) => {
  const store = await fresh(t)
  const kept = readFileSync(`${store}.key`)
  rmSync(`${store}.key`)
  await assert.rejects(withBridge(store, names), { code: 'SECRET_UNAVAILABLE', message: /key/ })
  assert.equal(existsSync(`${store}.key`), false)
  writeFileSync(`${store}.key`, kept)
  assert.deepEqual(await withBridge(store, names), ['erp'])
})

test('two processes on one store lose nothing', async (t) => {
  const store = await fresh(t)
  const program = `
    const { Bridge } = require('@coreflow360/bridge')
    const connect = ${connect.toString()}
    Bridge.open({ store: process.argv[1] }).then(async (bridge) => {
      for (let number = 0; number < 25; number += 1) await connect(bridge, process.argv[2] + '-' + number)
      await bridge.close()
    })`
  const writers = ['a', 'b'].map((name) => spawn(process.execPath, ['-e', program, store, name], { cwd: root, stdio: 'inherit' }))
  assert.deepEqual((await Promise.all(writers.map((writer) => once(writer, 'exit')))).map(([code]) => code), [0, 0])
  const wanted = ['a', 'b'].flatMap((name) => Array.from({ length: 25 }, (_, number) => `${name}-${number}`))
  assert.deepEqual(await withBridge(store, names), ['erp', ...wanted].sort())
})
