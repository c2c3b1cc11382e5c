// Three flows over four systems. A handler may fail or die anywhere: what it has made is there once when it is done.
// Their events come from the host, from a webhook or from `tenant.sync`, whoever sees the change first.

/** The accounts that a difference of stock is booked to, as Bigcapital calls them. */
const STOCK = 'Inventory Asset'
const ADJUSTMENT = 'Cost of Goods Sold'

/**
 * Declares the flows. `bridge.listen()` or `bridge.drain()` calls them. Either the host tells what was counted, or a change
 * feed of the stock items does: `inventory.stock_item.updated`.
 */
export function declare(bridge, counted = 'inventory.inventory.counted') {
  bridge.on('crm.deal.won', dealWon, { id: 'deal-won', requires: ['crm', 'projects', 'accounting', 'inventory'] })
  bridge.on('accounting.invoice.paid', invoicePaid, { id: 'invoice-paid', requires: ['crm', 'accounting'] })
  bridge.on(counted, stockCounted, { id: 'stock-counted', requires: ['inventory', 'accounting'] })
}

/** A won deal becomes a project, an invoice and a reservation of stock. */
async function dealWon(event, { tenant: acme, step, key }) {
  const deal = await acme.crm.deals.get(event.subject)
  const { part: code, quantity, unit_price: unitPrice } = goods(event, deal.name)
  const company = await acme.crm.companies.get(deal.companyId)

  // Plane takes no idempotency key for projects, so the step looks for the one that an attempt before has made.
  const number = key('project').slice(0, 10).toUpperCase()
  const project = await step(
    'project',
    // Plane takes no special characters in names.
    () => acme.projects.projects.create({ name: `Deal ${number}`, number, description: `${deal.name}, for ${company.name}` }),
    () => first(acme.projects.projects.list(), (one) => one.number === number),
  )

  // Bigcapital keeps the key with the invoice: repeating the create gives the same one.
  const books = acme.accounting
  const customer = await found(books.contacts.list({ roles: 'customer', name: company.name }), `the customer ${company.name}`)
  const item = await found(books.items.list(), `the item ${code}`, (one) => one.code === code)
  const bill = {
    direction: 'sales',
    contactId: customer.id,
    issueDate: day(0),
    dueDate: day(30),
    lines: [{ itemId: item.id, quantity, unitPrice }],
  }
  const invoice = await step('invoice', (idempotencyKey) => books.invoices.create(bill, { idempotencyKey }))

  // InvenTree keeps no keys either. Its orders have a field for the customer's own reference; lines and stock are found
  // by their order.
  const stock = acme.inventory
  const buyer = await found(stock.companies.list(), `the company ${company.name}`, (one) => one.name === company.name)
  const part = await found(stock.parts.list({ code }), `the part ${code}`)
  const order = await step(
    'order',
    (reference) =>
      stock.salesOrders.create({ customerId: buyer.id, customerReference: reference, description: deal.name }),
    (reference) => first(stock.salesOrders.list({ customerId: buyer.id }), (one) => one.customerReference === reference),
  )
  const line = await step(
    'line',
    () => stock.salesOrderLines.create({ orderId: order.id, partId: part.id, quantity }),
    () => first(stock.salesOrderLines.list({ orderId: order.id })),
  )
  const enough = (one) => Number(one.quantity) >= Number(quantity)
  const source = await found(stock.stockItems.list({ partId: part.id }), `${quantity} of ${part.name} at one place`, enough)
  await step(
    'reservation',
    () =>
      stock.salesOrders.action(order.id, 'allocate', {
        items: [{ lineId: line.id, stockItemId: source.id, quantity }],
      }),
    async () => {
      const there = await stock.salesOrderLines.get(line.id)
      return Number(there.allocated) >= Number(quantity) ? order : null
    },
  )

  // A link is the same link however often it is made.
  for (const [resource, made, kind] of [
    ['projects.projects', project, 'delivered-by'],
    ['accounting.invoices', invoice, 'billed-by'],
    ['inventory.sales_orders', order, 'supplied-by'],
  ]) {
    await acme.links.create({ from: { resource: 'crm.deals', id: deal.id }, to: { resource, id: made.id }, kind })
  }
}

/** A paid invoice is told in the CRM: a note at the company and its deal, and what the company has paid so far. */
async function invoicePaid(event, { tenant: acme, step }) {
  const invoice = await acme.accounting.invoices.get(event.subject)
  const { contactId, contactName, currency } = invoice
  const company = await found(acme.crm.companies.list({ name: contactName }), `the company ${contactName}`)
  const billed = await acme.links.list({ to: { resource: 'accounting.invoices', id: invoice.id }, kind: 'billed-by' })
  const body = `Invoice ${invoice.number} is paid: ${invoice.total} ${currency}.`
  const note = await step('note', (idempotencyKey) =>
    acme.crm.notes.create({ title: 'Invoice paid', body }, { idempotencyKey }),
  )
  for (const [member, id] of [['company', company.id], ...billed.map((link) => ['deal', link.from.id])]) {
    await step(
      `note at ${id}`,
      () => acme.crm.notes.action(note.id, 'attach', { [`${member}Id`]: id }),
      async () => ((await acme.crm.notes.get(note.id))[`${member}Ids`]?.includes(id) ? note : null),
    )
  }
  // What is set to a value, not added to, may be set again. Amounts are texts: they are added as whole cents.
  let cents = 0n
  for await (const one of acme.accounting.invoices.list({ direction: 'sales', contactId })) {
    if (one.status === 'paid' && one.currency === currency) cents += inCents(one.total)
  }
  const revenue = asText(cents)
  await acme.crm.companies.update(company.id, { annualRevenue: revenue, currency })
}

/** A count that differs from the books becomes a journal entry, which is posted. */
async function stockCounted(event, { tenant: acme, step, key }) {
  const less = await loss(event, acme)
  if (less === 0n) return
  const accounts = new Map()
  for await (const account of acme.accounting.accounts.list()) accounts.set(account.name, account.id)
  const [debit, credit] = less > 0n ? [ADJUSTMENT, STOCK] : [STOCK, ADJUSTMENT]
  const amount = asText(less > 0n ? less : -less)
  const lines = [
    { accountId: accounts.get(debit), debit: amount },
    { accountId: accounts.get(credit), credit: amount },
  ]
  const entries = acme.accounting.journalEntries
  // Bigcapital keeps the key as the number of the entry, and wants to be given one.
  const difference = { number: key('entry'), date: day(0), notes: `Count of ${event.subject}`, lines }
  const entry = await step('entry', (idempotencyKey) => entries.create(difference, { idempotencyKey }))
  await step(
    'posting',
    () => entries.action(entry.id, 'publish'),
    async () => {
      const there = await entries.get(entry.id)
      return there.status === 'posted' ? there : null
    },
  )
  await acme.links.create({
    from: { resource: 'inventory.stock_items', id: event.subject },
    to: { resource: 'accounting.journal_entries', id: entry.id },
    kind: 'booked-by',
  })
}

function day(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function inCents(amount) {
  const [whole, part = ''] = amount.split('.')
  return BigInt(whole + part.slice(0, 2).padEnd(2, '0'))
}

function asText(cents) {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}

/** A number as whole millionths. */
function inMillionths(text) {
  const [whole, part = ''] = String(text).split('.')
  return BigInt(whole + part.slice(0, 6).padEnd(6, '0'))
}

/** The first of some records that fits, or null. */
async function first(records, fits = () => true) {
  for await (const record of records) if (fits(record)) return record
  return null
}

/** The same; without it the flow cannot go on, and the event is tried again. */
async function found(records, what, fits) {
  const record = await first(records, fits)
  if (record === null) throw new Error(`${what} is not there`)
  return record
}

/** What was sold: the host's own event says it; for a change that the CRM tells, the deal's name does. */
function goods(event, name) {
  if ('part' in event.data) return event.data
  const said = /(?<quantity>[0-9.]+) x (?<part>[\w-]+) at (?<unit_price>[0-9.]+)/.exec(name)
  if (!said) throw new Error(`the deal ${name} does not say what was sold, like: 12 x CTRL-7 at 249`)
  return said.groups
}

/** What is missing, in cents: as the host says, or by the record before and after it and by what the part costs. */
async function loss(event, acme) {
  const { before, after, unit_cost: unitCost } = event.data
  const worth = (there, now, cost) => ((inMillionths(there) - inMillionths(now)) * inMillionths(cost)) / 10n ** 10n
  if (unitCost !== undefined) return worth(before, after, unitCost)
  // Something else may have changed.
  if (inMillionths(before.quantity) === inMillionths(after.quantity)) return 0n
  const { code } = await acme.inventory.parts.get(after.part_id)
  const item = await found(acme.accounting.items.list(), `the item ${code}`, (one) => one.code === code)
  return worth(before.quantity, after.quantity, item.costPrice ?? '0')
}
