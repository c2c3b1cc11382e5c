// What several tests need: a bridge with a tenant, systems that behave on demand, programs of their own.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Bridge } from '@coreflow360/bridge'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** 32 bytes; only for tests. */
export const KEYRING = { key: `test:${Buffer.alloc(32, 7).toString('base64')}` }

export const CONFIG = { store: ':memory:', keyring: KEYRING }

/** A bridge that the test closes by itself. */
export function bridgeFor(t, config = {}) {
  const bridge = new Bridge({ ...CONFIG, ...config })
  t.after(() => bridge.close())
  return bridge
}

/** A tenant that is connected to the sandbox's ERPNext, with its module active. */
export async function sandboxed(t, options = {}, config = {}) {
  const sandbox = await Bridge.sandbox({ systems: ['erpnext'], records: 60, ...options })
  t.after(() => sandbox.stop())
  const bridge = bridgeFor(t, config)
  const tenant = bridge.tenant('acme')
  await tenant.connect('erpnext', sandbox.access('erpnext'))
  await tenant.modules.change({ activate: ['accounting'] })
  return { sandbox, bridge, tenant }
}

/** A tenant whose system takes requests and never answers. `next()` gives each request as it comes. */
export async function silent(t, config = {}) {
  const waiting = []
  const arrived = []
  const server = createServer((request) => {
    const seen = { path: request.url, gone: once(request.socket, 'close') }
    const taker = waiting.shift()
    if (taker) taker(seen)
    else arrived.push(seen)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    return new Promise((done) => server.close(done))
  })
  const bridge = bridgeFor(t, config)
  const tenant = bridge.tenant('acme')
  await tenant.connect('erpnext', {
    instance: `http://127.0.0.1:${server.address().port}`,
    credential: { type: 'api_key', key: 'k', secret: 's' },
    options: { zone: 'UTC' },
    allowPrivate: true,
    verify: false,
  })
  await tenant.modules.change({ activate: ['accounting'] })
  const next = () => (arrived.length > 0 ? Promise.resolve(arrived.shift()) : new Promise((done) => waiting.push(done)))
  return { bridge, tenant, next }
}

const exec = promisify(execFile)

/** Runs a program in the root of the repository. It is ended after a minute: a program that hangs fails the test. */
export function program(source, ...flags) {
  const args = [...flags, '--input-type=module', '--eval', source]
  return exec(process.execPath, args, { cwd: ROOT, timeout: 60_000 })
}
