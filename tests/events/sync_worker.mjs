// One process that runs a change feed, for the crash tests: `sync_worker.mjs JSON`. The same as sync_worker.py.

import { writeSync } from 'node:fs'
import { Bridge } from '@coreflow360/bridge'

const given = JSON.parse(process.argv[2])
// One line for the one who may kill this process, after what it tells of is on the disk.
const onProgress = ({ status, pages }) => writeSync(1, `${status} ${pages}\n`)

const bridge = new Bridge({ store: given.store, keyring: { key: given.key } })
const options = { mirror: true, pageSize: given.page_size, leaseMs: 1_000, full: given.full, onProgress }
await bridge.tenant('acme').sync(given.resource, options)
await bridge.close()
