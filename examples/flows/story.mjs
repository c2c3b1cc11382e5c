// The three flows in the sandbox: a deal is won, its invoice is paid, the stock is counted.

import { Bridge } from '@coreflow360/bridge'
import { declare } from './flows.mjs'

const CUSTOMER = 'Nordlicht Beispiel GmbH'
const PROVIDERS = { accounting: 'bigcapital', crm: 'twenty', inventory: 'inventree', projects: 'plane' }

const systems = Object.values(PROVIDERS)
const sandbox = await Bridge.sandbox({ systems, seed: 1, records: 60 })
const bridge = new Bridge({ store: ':memory:' })
const acme = bridge.tenant('acme')
for (const system of systems) await acme.connect(system, sandbox.access(system))
await acme.modules.change({ activate: Object.keys(PROVIDERS), provider: PROVIDERS })
declare(bridge)
await bridge.drain()

const company = await acme.crm.companies.list({ name: CUSTOMER }).first()
const deal = await acme.crm.deals.create({
  name: 'Nordlicht: 12 more controllers',
  companyId: company.id,
  stage: 'won',
  amount: '2988',
})
const sold = { part: 'CTRL-7', quantity: '12', unit_price: '249' }
await acme.events.publish('crm.deal.won', deal.id, sold, { id: `won-${deal.id}` })
console.log('deal won:', await bridge.drain())
const links = await acme.links.list({ from: { resource: 'crm.deals', id: deal.id } })
for (const { kind, to } of links) console.log(`  ${kind.padEnd(13)} ${to.resource.padEnd(24)} ${to.id}`)

const invoice = links.find((link) => link.kind === 'billed-by').to.id
await pay(invoice)
await acme.events.publish('accounting.invoice.paid', invoice, null, { id: `paid-${invoice}` })
console.log('invoice paid:', await bridge.drain())
const notes = (await acme.crm.notes.list().toArray()).filter((note) => note.title === 'Invoice paid')
const buyer = await acme.crm.companies.get(company.id)
console.log(`  ${notes.length} note: ${notes[0].body}`)
console.log(`  ${buyer.name} has paid ${buyer.annualRevenue} ${buyer.currency}`)

const part = await acme.inventory.parts.list({ code: 'CTRL-7' }).first()
const item = await acme.inventory.stockItems.list({ partId: part.id }).first()
const after = await acme.inventory.stockItems.action(item.id, 'count', { quantity: '53', reason: 'yearly count' })
const counted = { before: item.quantity, after: after.quantity, unit_cost: '120' }
await acme.events.publish('inventory.inventory.counted', item.id, counted, { id: 'count-2026' })
console.log('stock counted:', await bridge.drain())
const [link] = await acme.links.list({ from: { resource: 'inventory.stock_items', id: item.id } })
const entry = await acme.accounting.journalEntries.get(link.to.id)
console.log(`  ${item.quantity} in the books, ${after.quantity} there: ${entry.totalDebit} ${entry.status}`)
await bridge.close()
await sandbox.stop()

/** Somebody pays the invoice. */
async function pay(id) {
  const due = await acme.accounting.invoices.action(id, 'deliver')
  const accounts = await acme.accounting.accounts.list().toArray()
  const bank = accounts.find((account) => account.subtype === 'bank')
  await acme.accounting.payments.create({
    direction: 'received',
    contactId: due.contactId,
    date: new Date().toISOString().slice(0, 10),
    amount: due.total,
    accountId: bank.id,
    allocations: [{ invoiceId: id, amount: due.total }],
  })
}
