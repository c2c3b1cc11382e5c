// Makes a contact with a key, changes or deletes one, hangs a file on an invoice, or sends a request of its own, and says
// what came of it; to be killed.

import { createInterface } from 'node:readline'
import { Bridge } from '@coreflow360/bridge'

const given = JSON.parse(process.argv[2])
const bridge = new Bridge({ store: given.store, keyring: { key: given.key } })
const acme = bridge.tenant('acme')
const { contacts, invoices } = acme.accounting
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
console.log('ready')
await lines.next()
const { name, id, of, gone, raw, deadline } = given
const keyed = { idempotencyKey: name, deadlineMs: deadline * 1000 }
let made
const deadlineMs = deadline * 1000
if (gone) {
  await contacts.delete(gone, { deadlineMs })
  made = { id: gone }
} else if (raw) {
  const { body } = await acme.connection('dolibarr').request('POST', raw, { body: { name, client: '1' }, deadlineMs })
  made = { id: body }
} else if (id) made = await contacts.update(id, { city: name }, { deadlineMs: keyed.deadlineMs })
else if (of) made = await invoices.attachments(of).upload(`${name}.txt`, Buffer.from('kept'), keyed)
else made = await contacts.create({ name, roles: ['customer'] }, keyed)
console.log(`done ${made.id}`)
await lines.next()
await bridge.close()
