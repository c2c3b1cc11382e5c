// Node's `fetch` and a mapper by hand: `node_fetch.mjs <url> <mapped | sample> [limit]`. Amounts become text, as with the
// bridge, but by way of the floats of `JSON.parse`: what a float cannot hold is lost.

import { readFileSync } from 'node:fs'

const PAGE = 1000
const FIELDS = readFileSync(new URL('fields.json', import.meta.url), 'utf8').trim()
const [url, mode, limit] = process.argv.slice(2)
const KINDS = ['standard', 'credit_note']
const STATUSES = new Map(
  Object.entries({ Draft: 'draft', Unpaid: 'open', 'Partly Paid': 'partly_paid', Paid: 'paid', Overdue: 'overdue' }),
)
const instant = (text) => `${text.replace(' ', 'T')}Z`

const unified = (row) => ({
  id: `erpnext:sales:${row.name}`,
  remoteId: row.name,
  remoteUrl: `${url}/app/sales-invoice/${row.name}`,
  system: 'erpnext',
  connection: 'erpnext',
  createdAt: instant(row.creation),
  updatedAt: instant(row.modified),
  deletedAt: null,
  version: row.modified,
  externalRef: null,
  direction: 'sales',
  kind: KINDS[row.is_return],
  number: row.name,
  status: STATUSES.get(row.status) ?? 'other',
  statusNative: row.status,
  contactId: `erpnext:customer:${row.customer}`,
  contactName: row.customer_name,
  issueDate: row.posting_date,
  dueDate: row.due_date,
  currency: row.currency,
  exchangeRate: String(row.conversion_rate),
  subtotal: String(row.net_total),
  taxTotal: String(row.total_taxes_and_charges),
  total: String(row.grand_total),
  amountDue: row.conversion_rate === 1 ? String(row.outstanding_amount) : null,
  reference: row.po_no,
  notes: row.remarks,
  lines: null,
  custom: {},
  warnings: [],
})

const most = limit === undefined ? Infinity : Number(limit)
const records = []
while (records.length < most) {
  const query = new URLSearchParams({
    fields: FIELDS,
    order_by: 'name asc',
    limit_start: String(records.length),
    limit_page_length: String(PAGE),
  })
  const headers = { Authorization: 'token key:secret' }
  const response = await fetch(`${url}/api/resource/Sales%20Invoice?${query}`, { headers })
  if (!response.ok) throw new Error(`the server answers ${response.status}`)
  const { data } = await response.json()
  for (const row of data) records.push(unified(row))
  if (data.length < PAGE) break
}
records.splice(most)
console.log(mode === 'sample' ? JSON.stringify(records) : records.length)
