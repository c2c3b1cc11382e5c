import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxed } from './support.mjs'

test('a query asks nothing before it is iterated, and asks anew each time', async (t) => {
  const { tenant, sandbox } = await sandboxed(t)
  const query = tenant.accounting.items.list({ pageSize: 5 })
  const before = sandbox.requests('erpnext').total
  await new Promise(setImmediate)
  assert.equal(sandbox.requests('erpnext').total, before)
  const first = await query.toArray()
  const second = []
  for await (const item of query) second.push(item)
  assert.ok(first.length > 5)
  assert.deepEqual(second, first)
})

test('calls of next() that do not wait for each other get each record once, in order', async (t) => {
  const { tenant } = await sandboxed(t, { records: 300 })
  const query = tenant.accounting.contacts.list({ roles: 'customer', pageSize: 3, limit: 10 })
  const expected = (await query.toArray()).map((item) => item.id)
  const run = query[Symbol.asyncIterator]()
  const results = await Promise.all(Array.from({ length: 12 }, () => run.next()))
  assert.deepEqual(results.slice(0, 10).map(({ value }) => value.id), expected)
  assert.deepEqual(results.slice(10), [{ done: true, value: undefined }, { done: true, value: undefined }])
})

test('leaving a list ends its run', async (t) => {
  const { tenant, sandbox } = await sandboxed(t)
  for await (const item of tenant.accounting.items.list({ pageSize: 1, prefetch: 0 })) {
    assert.ok(item.id)
    break
  }
  const run = tenant.accounting.items.list({ pageSize: 1, prefetch: 0 })[Symbol.asyncIterator]()
  await run.next()
  assert.deepEqual(await run.return(), { done: true, value: undefined })
  const asked = sandbox.requests('erpnext').total
  assert.deepEqual(await run.next(), { done: true, value: undefined })
  assert.equal(sandbox.requests('erpnext').total, asked)
})

test('pages, total and progress', async (t) => {
  const { tenant } = await sandboxed(t, { records: 300 })
  const told = []
  const query = tenant.accounting.contacts.list({ roles: 'customer', pageSize: 4, limit: 10 }).progress((done, total) => told.push([done, total]))
  const sizes = []
  for await (const page of query.pages()) sizes.push(page.records.length)
  assert.deepEqual(sizes, [4, 4, 2])
  assert.deepEqual(told.map(([done]) => done), [4, 8, 10])
  assert.equal((await query.preview(3)).length, 3)
  assert.equal((await query.first()).id, (await query.toArray())[0].id)
})

test('a record that is malformed is quarantined, and the list goes on', async (t) => {
  const { tenant, sandbox } = await sandboxed(t)
  const query = tenant.accounting.invoices.list({ direction: 'sales', pageSize: 5, limit: 10 })
  sandbox.fault('erpnext', 'malformed', { times: 1, method: 'GET' })
  const records = await query.toArray()
  assert.ok(records.length > 0)
  const [bad] = query.quarantined
  assert.match(bad.pointer, /^\//)
  assert.equal(typeof bad.raw, 'string')
  await query.toArray()
  assert.deepEqual(query.quarantined, [])
})

test('records have camelCase keys, exact amounts, and every field', async (t) => {
  const { tenant } = await sandboxed(t)
  const invoice = await tenant.accounting.invoices.list({ direction: 'sales', include: ['lines'] }).first()
  for (const key of ['remoteId', 'issueDate', 'amountDue', 'statusNative', 'custom', 'warnings']) assert.ok(key in invoice, key)
  assert.ok(Object.keys(invoice).every((key) => !key.includes('_')))
  assert.ok(Object.keys(invoice.lines[0]).every((key) => !key.includes('_')))
  assert.match(invoice.total, /^-?\d+(\.\d+)?$/)
  const same = await tenant.accounting.invoices.get(invoice.id)
  assert.deepEqual(same.lines, invoice.lines)
})

test('letters beyond ASCII and beyond the basic plane arrive whole', async (t) => {
  const { tenant } = await sandboxed(t)
  const name = 'Ünïcode \u{1F9FE} 請求書 "quoted" \\ \u0001 end'.replace('\u0001', '')
  const made = await tenant.accounting.contacts.create({ name, roles: ['customer'], kind: 'company' })
  assert.equal(made.name, name)
  const names = (await tenant.accounting.contacts.list({ roles: 'customer' }).toArray()).map((contact) => contact.name)
  assert.ok(names.includes(name))
})
