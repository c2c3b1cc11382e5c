// Makes a contact with a key, changes one, or hangs a file on an invoice, and says what came of it; to be killed.

import { createInterface } from 'node:readline'
import { Bridge } from '@coreflow360/bridge'

const given = JSON.parse(process.argv[2])
const bridge = new Bridge({ store: given.store, keyring: { key: given.key } })
const { contacts, invoices } = bridge.tenant('acme').accounting
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
console.log('ready')
await lines.next()
const { name, id, of, deadline } = given
const keyed = { idempotencyKey: name, deadlineMs: deadline * 1000 }
let made
if (id) made = await contacts.update(id, { city: name }, { deadlineMs: keyed.deadlineMs })
else if (of) made = await invoices.attachments(of).upload(`${name}.txt`, Buffer.from('kept'), keyed)
else made = await contacts.create({ name, roles: ['customer'] }, keyed)
console.log(`done ${made.id}`)
await lines.next()
await bridge.close()
