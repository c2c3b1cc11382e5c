// The paths to what modules open, each by its name, for C12; the same as c12_paths.py.

import { createHmac } from 'node:crypto'

export const MODULES = ['accounting', 'crm', 'finance_ai']
export const SYSTEMS = ['erpnext', 'finrobot', 'twenty']
export const FEED = 'accounting.items'
const TOKEN = 'shared-with-the-sender'
const SENDER = { verify: { kind: 'secret', header: 'X-Token' }, dedupe: { by: 'hash' }, name: '/event' }

/** A tenant `acme` with its modules open, and what the paths need to know of it. */
export async function prepared(bridge, sandbox) {
  const acme = bridge.tenant('acme')
  for (const system of SYSTEMS) await acme.connect(system, sandbox.access(system))
  const provider = { accounting: 'erpnext', crm: 'twenty', finance_ai: 'finrobot' }
  await acme.modules.change({ activate: MODULES, provider })
  await acme.sync(FEED, { mirror: true })
  const contact = await acme.accounting.contacts.create({ name: 'C12', roles: ['customer'] })
  const item = await acme.accounting.items.list({ limit: 1 }).first()
  const invoice = await acme.accounting.invoices.list({ direction: 'sales', limit: 1 }).first()
  const hook = await acme.webhooks.create('erpnext')
  const sender = await acme.webhooks.create({ sender: SENDER, secret: TOKEN, prefix: 'accounting.told' })
  const job = await acme.financeAi.analysisJobs.create({ kind: 'Market_Analyst', task: 'Look at the market' })
  await acme.financeAi.analysisJobs.watch(job.id, { firstMs: 1 }).wait()
  await (await acme.events.consumer('c12-replayed', 'accounting.*')).close()
  return {
    contact: contact.id,
    item: item.id,
    plan: (await acme.accounting.items.plan.update(item.id, { salesPrice: '7.7' })).toJSON(),
    invoice: invoice.id,
    job: job.id,
    hook: { id: hook.id, secret: hook.secret },
    sender: sender.id,
  }
}

/** The paths of one process: what each does, and the ids of the events that came. */
export async function pathsOf(bridge, known, process) {
  const acme = bridge.tenant('acme')
  const group = `c12-${process}`
  const consumer = await acme.events.consumer(group, 'accounting.c12.*')
  const { accounting, crm, financeAi } = acme
  const { contacts } = accounting
  const files = accounting.invoices.attachments(known.invoice)
  const delivered = []
  let number = 0
  let running
  const name = () => `${process}-${number++}`
  const price = () => `${number++}.5`

  async function handled(endpoint, headers, body) {
    const { status, body: said } = await bridge.webhooks.handle(endpoint, 'POST', headers, Buffer.from(body))
    return status === 200 ? 'ok' : (JSON.parse(said.toString()).code ?? String(status))
  }

  const table = {
    get: () => contacts.get(known.contact),
    list: () => contacts.list({ limit: 1 }).toArray(),
    // A list that was begun goes on; at its end another one begins.
    'next page': async () => {
      for (;;) {
        if (running !== undefined && !(await running.next()).done) return
        running = accounting.items.list({ pageSize: 1 }).pages()
        await running.next()
      }
    },
    create: () => contacts.create({ name: name(), roles: ['customer'] }),
    'create many': async () => {
      for (const { error } of await contacts.createMany([{ name: name(), roles: ['customer'] }])) if (error) throw error
    },
    plan: () => accounting.items.plan.update(known.item, { salesPrice: price() }),
    apply: () => accounting.items.apply(known.plan),
    update: () => accounting.items.update(known.item, { salesPrice: price() }),
    upsert: () => crm.companies.upsert({ name: 'C12', website: 'https://c12.example' }),
    'raw request': () => acme.connection('erpnext').request('GET', '/api/resource/Customer'),
    files: () => files.list(),
    upload: () => files.upload('note.txt', Buffer.from('kept')),
    deletions: () => contacts.deletions({ since: '2026-01-01T00:00:00Z' }),
    publish: () => acme.events.publish('accounting.c12.told', name()),
    deliver: async () => {
      const delivery = await consumer.next({ timeoutMs: 10 })
      if (delivery === null) return 'nothing'
      await delivery.ack()
      delivered.push(delivery.event.id)
      return 'ok'
    },
    'webhook of a connection': () => {
      const body = JSON.stringify({ doctype: 'Customer', event: 'on_update', name: name() })
      const code = createHmac('sha256', known.hook.secret).update(body).digest('base64')
      return handled(known.hook.id, { 'X-Frappe-Webhook-Signature': code }, body)
    },
    'webhook of a sender': () =>
      handled(known.sender, { 'X-Token': TOKEN }, JSON.stringify({ event: 'it', n: name() })),
    replay: () => acme.events.replay('c12-replayed', 'now'),
    sync: () => acme.sync(FEED),
    mirror: () => accounting.items.mirror.list({ limit: 1 }),
    watch: () => financeAi.analysisJobs.watch(known.job, { firstMs: 1 }).wait(),
  }
  const says = ['deliver', 'webhook of a connection', 'webhook of a sender']

  /** `ok`, the code of the error, or `nothing` where nothing came. */
  async function outcome(path) {
    try {
      const said = await table[path]()
      return says.includes(path) ? said : 'ok'
    } catch (error) {
      if (error.code === undefined) throw error
      return error.code
    }
  }
  return { paths: Object.keys(table), outcome, delivered, group }
}
