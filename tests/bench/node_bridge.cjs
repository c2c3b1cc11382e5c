// The bridge from Node: `node_bridge.cjs <url> <objects | iterate | sample> [limit]`.
'use strict'

const { Bridge } = require('@coreflow360/bridge')

async function main([url, mode, limit]) {
  const bridge = new Bridge({ store: ':memory:', keyring: { key: `bench:${'A'.repeat(43)}=` } })
  const tenant = bridge.tenant('acme')
  const credential = { type: 'api_key', key: 'key', secret: 'secret' }
  await tenant.connect('erpnext', { instance: url, credential, allowPrivate: true })
  await tenant.modules.change({ activate: ['accounting'], provider: { accounting: 'erpnext' } })
  const most = limit === undefined ? {} : { limit: Number(limit) }
  const invoices = tenant.accounting.invoices.list({ direction: 'sales', pageSize: 1000, ...most })
  if (mode === 'sample') console.log(JSON.stringify(await invoices.toArray()))
  if (mode === 'objects') console.log((await invoices.toArray()).length)
  if (mode === 'iterate') {
    let count = 0
    for await (const invoice of invoices) count += invoice.id === '' ? 0 : 1
    console.log(count)
  }
  await bridge.close()
}

main(process.argv.slice(2))
