// The product's main job: one tenant, ten very different systems, one API.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Bridge, BridgeError } from '@coreflow360/bridge'

import { PROVIDERS, walk } from './journey.mjs'

const heading = (text) => console.log(`\n\x1b[1m${text}\x1b[0m`)
// How many cells a terminal gives a text: two for each wide character.
const cells = (text) => [...text].reduce((sum, c) => sum + (/\p{Script=Han}|\p{Script=Katakana}|\p{Script=Hiragana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u.test(c) ? 2 : 1), 0)
function short(text, most) {
  let out = text ?? ''
  while (cells(out) > most) out = `${[...out.replace(/…$/, '')].slice(0, -1).join('')}…`
  return out
}
// Decimals are strings: JavaScript has no exact number for money. The sum is made in whole cents.
const cents = (text) => BigInt(Math.round(Number(text) * 100))
const money = (text) => (text === null ? '' : Number(text).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }))

function table(head, rows, right) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => cells(row[i]))))
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) {
    const padded = row.map((cell, i) => {
      const space = ' '.repeat(widths[i] - cells(cell))
      return right.has(i) ? space + cell : cell + space
    })
    console.log(`  ${padded.join('  ')}`.trimEnd())
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bridge-demo-'))
const sandbox = await Bridge.sandbox()
// The breaker opens for half a second instead of five, so that nobody has to wait for the story.
const policies = { breaker: { openMs: 500, openJitter: 0 }, retry: { maxAttempts: 1 } }
const bridge = await Bridge.open({ store: join(folder, 'bridge.db'), policies })
const acme = bridge.tenant('acme')

heading('1. Tenant acme connects ten systems; the credentials are sealed')
for (const system of Object.keys(sandbox.systems)) {
  const { info } = await acme.connect(system, sandbox.access(system))
  console.log(`  ${info.title.padEnd(10)} ${(info.version ?? '').padEnd(22)} ${info.instance}`)
}
await acme.modules.change({ activate: Object.keys(PROVIDERS), provider: PROVIDERS })
const files = readdirSync(folder).filter((name) => name.startsWith('bridge.db')).map((name) => readFileSync(join(folder, name)))
const clear = files.some((data) => data.includes(sandbox.systems.erpnext.credential.secret))
console.log(`  the secret stands in the store's files in clear: ${clear}`)

heading('2. One customer through ten systems')
table(['system', 'what', 'is', ''], await walk(acme), new Set())

heading('3. The invoices of four systems as one table')
const start = performance.now()
const rows = []
const counts = {}
const sums = {}
for (const system of ['bigcapital', 'dolibarr', 'erpnext', 'idurar']) {
  const names = new Map()
  for await (const contact of acme.accounting.contacts.list({ connection: system })) names.set(contact.id, contact.name)
  for await (const invoice of acme.accounting.invoices.list({ connection: system })) {
    counts[system] = (counts[system] ?? 0) + 1
    if (invoice.direction === 'sales' && !['draft', 'void'].includes(invoice.status)) {
      sums[invoice.currency ?? '?'] = (sums[invoice.currency ?? '?'] ?? 0n) + cents(invoice.total ?? '0')
    }
    if (counts[system] <= 3) {
      const amounts = [money(invoice.total ?? '0'), money(invoice.amountDue), invoice.currency ?? '']
      rows.push([system, invoice.number ?? '', invoice.status ?? '', invoice.issueDate ?? '', short(names.get(invoice.contactId), 28), ...amounts])
    }
  }
}
const took = performance.now() - start
table(['system', 'number', 'status', 'issued', 'contact', 'total', 'due', ''], rows, new Set([5, 6]))
const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
console.log(`  … ${all} invoices (${JSON.stringify(counts)}) in ${took.toFixed(0)} ms`)
const sold = Object.keys(sums).sort().map((currency) => `${money(Number(sums[currency]) / 100)} ${currency}`)
console.log(`  sold, per currency: ${sold.join(', ')}`)

heading('4. An invoice is created once, although the answer is lost on the way')
const customer = await acme.accounting.contacts.list({ connection: 'dolibarr', where: { roles: 'customer' } }).first()
sandbox.fault('dolibarr', 'lose_answer', { times: 1, method: 'POST' })
const before = sandbox.requests('dolibarr').byMethod.POST ?? 0
const lines = [{ description: 'Consulting', quantity: '1.5', unitPrice: '99.90', taxRate: '20' }]
const order = { direction: 'sales', contactId: customer.id, issueDate: '2026-11-23', lines }
let made
for (const attempt of ['first', 'repeated']) {
  made = await acme.accounting.invoices.create(order, { connection: 'dolibarr', idempotencyKey: 'order-4711' })
  console.log(`  ${attempt} call: invoice ${made.id}, ${made.total} ${made.currency}, key ${made.externalRef}`)
}
const posts = sandbox.requests('dolibarr').byMethod.POST - before
const every = await acme.accounting.invoices.list({ connection: 'dolibarr' }).toArray()
const found = every.filter((invoice) => invoice.externalRef === 'order-4711').length
console.log(`  creates that reached Dolibarr: ${posts}; invoices with that key there now: ${found}`)

heading('5. ERPNext falls over: the breaker opens, and recovers by itself')
sandbox.fault('erpnext', 'status', { status: 503 })
const { invoices } = acme.accounting
for (let call = 1; call < 12; call += 1) {
  try {
    await invoices.list({ limit: 1 }).first()
  } catch (error) {
    if (!BridgeError.is(error)) throw error
    if (error.code === 'CIRCUIT_OPEN') {
      console.log(`  call ${call}: ${error.code}, not sent; try again in ${error.retryAfterMs} ms`)
      break
    }
    console.log(`  call ${call}: ${error.code} (HTTP ${error.status})`)
  }
}
const other = await acme.connection('dolibarr').accounting.invoices.list({ limit: 1 }).first()
console.log(`  meanwhile Dolibarr answers: ${other.number}`)
sandbox.clearFaults('erpnext')
const broken = performance.now()
for (let good = 0; good < 3; ) {
  try {
    await invoices.list({ limit: 1 }).first()
    good += 1
  } catch (error) {
    if (!BridgeError.is(error) || error.code !== 'CIRCUIT_OPEN') throw error
    await sleep((error.retryAfterMs ?? 100) + 10)
  }
}
console.log(`  ERPNext is back after ${((performance.now() - broken) / 1000).toFixed(1)} s: three probes went through, the breaker is closed`)

heading('6. Tenant globex sees nothing of acme')
const globex = bridge.tenant('globex')
console.log('  its connections:', await globex.connections())
await globex.accounting.invoices.get(made.id).catch((error) => console.log(`  acme's invoice: ${error.code}: ${error.message}`))

heading('7. Health')
const health = (await acme.health()).map(({ connection, status, pipeline: { breaker, calls, failures, latency } }) => [
  connection, status, breaker.state, `${calls}`, `${failures}`, (latency?.p50 ?? 0).toFixed(1), (latency?.p95 ?? 0).toFixed(1),
])
table(['connection', 'status', 'breaker', 'calls', 'failures', 'p50 ms', 'p95 ms'], health, new Set([3, 4, 5, 6]))

await bridge.close()
await sandbox.stop()
rmSync(folder, { recursive: true })
