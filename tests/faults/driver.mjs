// A process of a host, in Node: `driver.mjs JSON`; the same as driver.py.

import { createInterface } from 'node:readline'
import { Bridge } from '@coreflow360/bridge'

const given = JSON.parse(process.argv[2])
const { store, key, policies, egress, name = 'erpnext' } = given
const bridge = new Bridge({ store, keyring: { key }, policies, egress })

async function calls({ tenant = 'acme', n = 1, at_once: atOnce = 1, method = 'GET', path, body, ...command }) {
  const codes = {}
  const found = { slowest: 0, retry_after: 0 }
  const connection = bridge.tenant(tenant).connection(name)
  let left = n
  const end = performance.now() + (command.for_ms ?? 3_600_000)
  const one = async () => {
    const signal = command.cancel_ms === undefined ? undefined : AbortSignal.timeout(command.cancel_ms)
    try {
      await connection.request(method, path ?? '/api/resource/Item', {
        body,
        deadlineMs: command.deadline_ms,
        background: command.background,
        hedge: command.hedge,
        signal,
      })
      return 'ok'
    } catch (error) {
      if (signal?.aborted) return 'given up'
      found.retry_after = Math.max(found.retry_after, error.retryAfterMs ?? 0)
      return error.code ?? String(error)
    }
  }
  const work = async () => {
    while (left > 0 && performance.now() < end) {
      left -= 1
      const begun = performance.now()
      const code = await one()
      codes[code] = (codes[code] ?? 0) + 1
      found.slowest = Math.max(found.slowest, performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { codes, ...found }
}

async function echo({ n, at_once: atOnce }) {
  const codes = {}
  const tenants = Object.keys(given.connect)
  let next = 0
  const work = async () => {
    while (next < n) {
      const number = next++
      const tenant = tenants[number % tenants.length]
      const path = `/api/resource/${tenant}-${number}`
      const signal = number % 20 === 7 ? AbortSignal.timeout(1) : undefined
      let code
      try {
        const { body } = await bridge.tenant(tenant).connection('erpnext').request('GET', path, { signal })
        const own = body.path === path && body.credential === `token k:secret-of-${tenant}`
        code = own ? 'ok' : 'crossed'
      } catch (error) {
        code = signal?.aborted ? 'given up' : (error.code ?? String(error))
      }
      codes[code] = (codes[code] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { codes }
}

for (const [tenant, instance] of Object.entries(given.connect ?? {})) {
  await bridge.tenant(tenant).modules.change({ activate: [given.module ?? 'accounting'] })
  await bridge.tenant(tenant).connect(given.system ?? 'erpnext', {
    name,
    instance,
    credential: given.credential ?? { type: 'api_key', key: 'k', secret: `secret-of-${tenant}` },
    options: given.options ?? { zone: 'UTC' },
    allowPrivate: true,
    verify: false,
    overlay: given.overlay,
  })
}
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  const does = { health: () => bridge.health(), open: () => bridge.tenant('acme').health({ probe: false }), echo, calls }
  console.log(JSON.stringify(await does[command.do](command)))
}
await bridge.close()
process.exit(0)
