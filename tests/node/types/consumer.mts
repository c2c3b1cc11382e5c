// A program of a user, as strict as TypeScript can be. It is type-checked, never run.

import {
  Bridge,
  BridgeError,
  type AnyBridgeError,
  type Condition,
  type Invoice,
  type InvoiceInput,
  type InvoiceStatus,
  type ListOptions,
  type InvoiceFilter,
  type Page,
  type Query,
  type Tenant,
} from '@coreflow360/bridge'

export const lazy: Bridge = Bridge.lazy({ store: process.env['BRIDGE_STORE'] })

export async function main(signal: AbortSignal): Promise<void> {
  await using bridge = await Bridge.open({ store: ':memory:', keyring: { env: 'KEY' } }, { signal })
  const acme: Tenant = bridge.tenant('acme')
  const connection = await acme.connect('erpnext', {
    instance: 'https://erp.acme.test',
    credential: { type: 'api_key', key: 'k', secret: 's' },
    signal,
  })
  const zone: string | null | undefined = connection.info?.zone
  await acme.modules.change({ activate: ['accounting'], provider: { accounting: connection.name } })

  const query: Query<Invoice> = acme.accounting.invoices.list({
    direction: 'sales',
    total: { gte: '100.00' },
    issueDate: { gte: '2026-01-01', lt: '2027-01-01' },
    updatedSince: new Date(0),
    sort: ['-issueDate', 'number'],
    include: ['lines'],
    signal,
  })
  for await (const invoice of query) {
    const total: string | null = invoice.total
    const status: InvoiceStatus | null = invoice.status
    const price: string | null | undefined = invoice.lines?.[0]?.unitPrice
    console.log(total, status, price, zone, invoice.custom['x'])
    // @ts-expect-error records are read-only
    invoice.total = '1'
    // @ts-expect-error money is never a number
    const wrong: number = invoice.total
    void wrong
  }
  for await (const page of query.pages()) {
    const read: Page<Invoice> = page
    console.log(read.records.length, read.quarantined[0]?.pointer, read.total)
  }
  const input: InvoiceInput = { direction: 'sales', lines: [{ description: 'x', quantity: 1, unitPrice: '9.99' }] }
  const made = await acme.accounting.invoices.create(input, { idempotencyKey: 'one', signal })
  await acme.accounting.invoices.update(made.id, { notes: 'n' }, { ifVersion: made.version })
  await acme.accounting.invoices.submit(made.id)
  await acme.accounting.invoices.pay(made.id, { amount: '9.99' })
  await acme.connection('erpnext').accounting.contacts.get('x')
  const first = await acme.projects.projects.list().first()
  console.log(first?.progressPercent)

  // @ts-expect-error no such field
  acme.accounting.invoices.list({ directions: 'sales' })
  // @ts-expect-error no such word
  acme.accounting.invoices.list({ direction: 'sideways' })
  // @ts-expect-error no such field to sort by
  acme.accounting.invoices.list({ sort: ['-issued'] })
  await acme.accounting.invoices.update('x', {}, { idempotencyKey: 'k' })
  // @ts-expect-error no such option
  await acme.accounting.invoices.update('x', {}, { idempotenceKey: 'k' })
  // @ts-expect-error contacts have no action submit
  await acme.accounting.contacts.submit('x')
}

export function explain(error: unknown): string {
  if (!BridgeError.is(error)) throw error
  const known: AnyBridgeError = error
  switch (known.code) {
    case 'NOT_FOUND':
      return known.message
    case 'CIRCUIT_OPEN':
      return `again in ${known.retryAfterMs ?? 0} ms`
    // @ts-expect-error not a code
    case 'NOT_FOUND_AT_ALL':
      return ''
    default:
      return known.operation ?? known.code
  }
}

export const GET = async (): Promise<Response> => {
  try {
    return Response.json(await lazy.tenant('acme').accounting.invoices.list({ limit: 10 }).toArray())
  } catch (error) {
    if (BridgeError.is(error)) return error.toResponse()
    throw error
  }
}

export const filters: ListOptions<InvoiceFilter> = { where: { number: { startsWith: 'INV' } } }
export const condition: Condition<string> = { in: ['a', 'b'] }

export async function otherKinds(acme: Tenant): Promise<void> {
  const note = await acme.crm.notes.create({ title: 'Call', companyIds: ['crm:1'] })
  const companies: readonly string[] | null = note.companyIds
  const values: unknown = { a_b: [1, { cD: null }] }
  const record = await acme.workspace.records.create({ collectionId: 'noco:orders', values })
  const back: unknown = record.values
  for await (const task of acme.projects.tasks.list({ projectId: 'plane:p', labelIds: 'plane:p/l' })) {
    const group: 'backlog' | 'unstarted' | 'started' | 'completed' | 'cancelled' | 'other' | null = task.status
    console.log(group, companies, back)
  }
}
