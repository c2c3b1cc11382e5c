// Makes one contact with a key, or changes one, and says what came of it; to be killed.

import { createInterface } from 'node:readline'
import { Bridge } from '@coreflow360/bridge'

const given = JSON.parse(process.argv[2])
const bridge = new Bridge({ store: given.store, keyring: { key: given.key } })
const { contacts } = bridge.tenant('acme').accounting
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
console.log('ready')
await lines.next()
const { name, id, deadline } = given
const deadlineMs = deadline * 1000
const made = id
  ? await contacts.update(id, { city: name }, { deadlineMs })
  : await contacts.create({ name, roles: ['customer'] }, { idempotencyKey: name, deadlineMs })
console.log(`done ${made.id}`)
await lines.next()
await bridge.close()
