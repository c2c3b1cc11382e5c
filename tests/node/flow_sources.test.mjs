// The flows of `examples/flows` by what the systems tell: a change feed, a signed webhook, or both.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'
import { declare } from '../../examples/flows/flows.mjs'
import { bridgeFor } from './support.mjs'

const LONG = 120_000
const CUSTOMER = 'Nordlicht Beispiel GmbH'
const PROVIDERS = { accounting: 'bigcapital', crm: 'twenty', inventory: 'inventree', projects: 'plane' }
const FEEDS = ['crm.deals', 'accounting.invoices', 'inventory.stock_items']

/** Nothing fails, and so many events are handled, not more. */
async function drained(bridge, expected = 1) {
  const { handled, failed } = await bridge.drain({ deadlineMs: LONG })
  assert.deepEqual([handled, failed], [expected, 0])
}

/** What Twenty sends when a deal was changed. */
async function delivered(bridge, { id, secret }, deal) {
  const body = JSON.stringify({ eventName: 'opportunity.updated', record: { id: deal }, updatedFields: ['stage'] })
  const now = String(Date.now())
  const headers = {
    'X-Twenty-Webhook-Timestamp': now,
    'X-Twenty-Webhook-Signature': createHmac('sha256', secret).update(`${now}:${body}`).digest('hex'),
  }
  const request = new Request(`https://app.test/hooks/${id}`, { method: 'POST', headers, body })
  assert.equal((await bridge.webhooks.handle(id, request)).status, 200)
}

/** Somebody pays the invoice. */
async function pay(acme, id) {
  const due = await acme.accounting.invoices.action(id, 'deliver')
  const bank = (await acme.accounting.accounts.list().toArray()).find((account) => account.subtype === 'bank')
  const allocations = [{ invoiceId: id, amount: due.total }]
  const date = new Date().toISOString().slice(0, 10)
  const { contactId, total: amount } = due
  await acme.accounting.payments.create({ direction: 'received', contactId, date, amount, accountId: bank.id, allocations })
}

for (const teller of ['feed', 'webhook', 'both']) {
  test(`flows run once by what the systems tell: ${teller}`, async (t) => {
    const sandbox = await Bridge.sandbox({ systems: Object.values(PROVIDERS), seed: 1, records: 20 })
    t.after(() => sandbox.stop())
    const bridge = bridgeFor(t)
    const acme = bridge.tenant('acme')
    for (const system of Object.values(PROVIDERS)) await acme.connect(system, sandbox.access(system))
    await acme.modules.change({ activate: Object.keys(PROVIDERS), provider: PROVIDERS })
    declare(bridge, 'inventory.stock_item.updated')
    await bridge.drain()
    for (const resource of FEEDS) assert.ok((await acme.sync(resource, { mirror: true })).complete)
    const hook = await acme.webhooks.create('twenty', { enrich: true })
    const company = await acme.crm.companies.list({ name: CUSTOMER }).first()
    const open = { name: '12 x CTRL-7 at 249', companyId: company.id, stage: 'proposal' }
    const deal = await acme.crm.deals.create(open)
    assert.equal((await acme.sync('crm.deals')).created, 1)
    await drained(bridge, 0)

    await acme.crm.deals.update(deal.id, { stage: 'won' })
    if (teller !== 'feed') await delivered(bridge, hook, deal.remoteId)
    if (teller === 'both') await drained(bridge)
    if (teller !== 'webhook') assert.equal((await acme.sync('crm.deals')).updated, 1)
    await drained(bridge, teller === 'both' ? 0 : 1)
    const made = await acme.links.list({ from: { resource: 'crm.deals', id: deal.id } })
    const links = Object.fromEntries(made.map(({ kind, to }) => [kind, to.id]))
    assert.deepEqual(Object.keys(links).sort(), ['billed-by', 'delivered-by', 'supplied-by'])
    const [line] = await acme.inventory.salesOrderLines.list({ orderId: links['supplied-by'] }).toArray()
    assert.equal(line.allocated, '12')
    if (teller !== 'feed') return

    // The books and the stock have no webhooks: their feeds tell. A new invoice and a reservation start nothing.
    for (const resource of FEEDS.slice(1)) await acme.sync(resource)
    await bridge.drain({ deadlineMs: LONG })
    await pay(acme, links['billed-by'])
    assert.equal((await acme.sync('accounting.invoices')).updated, 1)
    await drained(bridge)
    const notes = (await acme.crm.notes.list().toArray()).filter((one) => one.title === 'Invoice paid')
    assert.deepEqual(notes.map((note) => note.dealIds), [[deal.id]])

    const part = await acme.inventory.parts.list({ code: 'CTRL-7' }).first()
    const item = await acme.inventory.stockItems.list({ partId: part.id }).first()
    await acme.inventory.stockItems.action(item.id, 'count', { quantity: String(Number(item.quantity) - 2) })
    assert.equal((await acme.sync('inventory.stock_items')).updated, 1)
    await drained(bridge)
    const [link] = await acme.links.list({ from: { resource: 'inventory.stock_items', id: item.id } })
    const entry = await acme.accounting.journalEntries.get(link.to.id)
    assert.deepEqual([Number(entry.totalDebit), entry.status], [240, 'posted'])
    for (const resource of FEEDS) await acme.sync(resource, { full: true })
    await bridge.drain({ deadlineMs: LONG })
    assert.deepEqual(await bridge.events.deadLetters.list(), [])
    assert.equal((await acme.links.list({ from: { resource: 'inventory.stock_items', id: item.id } })).length, 1)
  })
}
