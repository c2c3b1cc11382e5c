// One customer through ten systems: the deal in the CRM, the project, the stock, the invoice, the news.

import { setTimeout as sleep } from 'node:timers/promises'

const CUSTOMER = 'Nordlicht Beispiel GmbH'
const NEWS = 'Nordlicht Beispiel GmbH raises its outlook after a strong quarter'
export const PROVIDERS = {
  accounting: 'erpnext',
  crm: 'twenty',
  finance_ai: 'fingpt',
  inventory: 'inventree',
  projects: 'plane',
  workspace: 'nocobase',
}

/** Makes the journey; a row of text for each step. */
export async function walk(acme) {
  const rows = []
  const step = (system, what, name, more = '') => rows.push([system, what, `${name}`, `${more}`])

  const company = await found(acme.crm.companies.list({ name: CUSTOMER }))
  step('twenty', 'company', company.name, company.website)
  let deal = await found(acme.crm.deals.list({ companyId: company.id }))
  deal = await acme.crm.deals.update(deal.id, { stage: 'won' })
  step('twenty', 'deal, set to won', deal.name, `${deal.amount} ${deal.currency}`)

  const project = await found(acme.projects.projects.list(), ({ name }) => name?.includes('Nordlicht'))
  const task = await found(acme.projects.tasks.list({ projectId: project.id }))
  step('plane', 'project', project.name, `${task.name}: ${task.status}`)

  const part = await found(acme.inventory.parts.list({ code: 'CTRL-7' }))
  const stock = await found(acme.inventory.stockItems.list({ partId: part.id }), ({ quantity }) => Number(quantity) > 0)
  await acme.inventory.stockItems.action(stock.id, 'remove', { quantity: '40', reason: 'Nordlicht, 40 controllers' })
  const left = await acme.inventory.stockItems.get(stock.id)
  step('inventree', 'stock, 40 taken out', part.name, `${stock.quantity} before, ${left.quantity} now`)

  for (const connection of ['bigcapital', 'idurar']) {
    const buyer = await found(acme.accounting.contacts.list({ connection }), ({ name }) => name === CUSTOMER)
    const sold = { connection, direction: 'sales', contactId: buyer.id }
    const invoice = await found(acme.accounting.invoices.list(sold))
    step(connection, 'invoice', invoice.number, `${invoice.total} ${invoice.currency}, ${invoice.status}`)
  }
  const { contacts, items, invoices } = acme.connection('dolibarr').accounting
  const buyer = await contacts.create({ name: CUSTOMER, roles: ['customer'] })
  const item = await found(items.list({ sold: true }))
  const lines = [{ itemId: item.id, quantity: '40', unitPrice: '249' }]
  const made = await invoices.create({ direction: 'sales', contactId: buyer.id, lines })
  step('dolibarr', 'customer and invoice, made', made.number, `${made.subtotal} ${made.currency}, ${made.status}`)
  const books = acme.connection('erpnext').accounting
  const { id: contactId } = await found(books.contacts.list({ roles: 'customer', name: CUSTOMER }))
  const sold = { direction: 'sales', contactId }
  const documents = {
    quote: books.quotes.list({ contactId }),
    'its order': books.orders.list(sold),
    'its invoice': books.invoices.list(sold),
  }
  for (const [what, records] of Object.entries(documents)) {
    const { number, total, currency, status } = await found(records)
    step('erpnext', what, number, `${total} ${currency}, ${status}`)
  }

  const orders = acme.workspace.records.list({ collectionId: 'nocobase:orders' })
  const order = await found(orders, ({ values }) => JSON.stringify(values).includes('Nordlicht'))
  step('nocobase', 'record of a collection that the customer made', order.id)

  const judged = await acme.financeAi.sentiments.create({ text: NEWS })
  step('fingpt', 'sentiment of the news', judged.label, `by ${judged.model}`)
  const jobs = acme.connection('finrobot').financeAi.analysisJobs
  let job = await jobs.create({ kind: 'Financial_Analyst', task: `Judge the credit of ${CUSTOMER}.` })
  while (['queued', 'running', 'waiting'].includes(job.status)) {
    await sleep(20)
    job = await jobs.get(job.id)
  }
  step('finrobot', 'analysis job', job.status, `cost ${job.cost} ${job.currency}`)
  return rows
}

/** The first of some records that fits; the story cannot go on without it. */
async function found(records, fits = () => true) {
  for await (const record of records) if (fits(record)) return record
  throw new Error('the sandbox lacks a part of the story')
}
