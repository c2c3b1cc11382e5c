// Webhooks in Node: the intake of Web requests and of node:http, endpoints and their secrets.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { Bridge } from '@coreflow360/bridge'
import { bridgeFor } from './support.mjs'

const PLANE = {
  instance: 'http://127.0.0.1:9',
  credential: { type: 'api_key', key: 'not-used' },
  options: { workspace: 'acme' },
  allowPrivate: true,
  verify: false,
}

const project = (id) => JSON.stringify({ event: 'project', action: 'updated', data: { id } })
const signed = (secret, body) => ({ 'X-Plane-Signature': createHmac('sha256', secret).update(body).digest('hex') })

async function plane(t, tenant = 'acme', bridge = bridgeFor(t)) {
  const acme = bridge.tenant(tenant)
  await acme.connect('plane', PLANE)
  await acme.modules.change({ activate: ['projects'] })
  const hook = await acme.webhooks.create('plane', { label: 'hook' })
  return { bridge, acme, hook }
}

async function told(bridge) {
  const all = await bridge.events.list({ limit: 1000 })
  return all.map(({ event }) => event).filter(({ type }) => type.startsWith('projects.'))
}

test('a request of the Web is taken, once', async (t) => {
  const { bridge, acme, hook } = await plane(t)
  assert.ok(hook.id.length >= 43 && hook.secret.length >= 64)
  const body = project('p1')
  for (let n = 0; n < 2; n += 1) {
    const request = new Request(`https://app.test/hooks/${hook.id}`, { method: 'POST', headers: signed(hook.secret, body), body })
    const response = await bridge.webhooks.handle(hook.id, request)
    assert.equal(response.status, 200)
    assert.deepEqual(await response.json(), { received: true })
  }
  const [event, ...more] = await told(bridge)
  assert.deepEqual([event.type, event.subject, more.length], ['projects.project.updated', 'plane:p1', 0])
  const [listed] = await acme.webhooks.list()
  assert.deepEqual([listed.label, 'secret' in listed], ['hook', false])
})

test('what is wrong is a status', async (t) => {
  const { bridge, hook } = await plane(t)
  const { hook: foreign } = await plane(t, 'other', bridge)
  const body = project('p1')
  const good = signed(hook.secret, body)
  const post = (endpoint, headers, sent, method = 'POST') =>
    bridge.webhooks.handle(endpoint, method, headers, new TextEncoder().encode(sent))
  for (const [endpoint, headers, sent] of [
    [hook.id, {}, body],
    [hook.id, good, `${body} `],
    [foreign.id, good, body],
    ['unknown', good, body],
  ]) {
    const { status, body: answer } = await post(endpoint, headers, sent)
    assert.deepEqual([status, answer], [401, '{"error":"unauthorized"}'])
  }
  assert.equal((await post(hook.id, good, body, 'GET')).status, 405)
  assert.equal((await post(hook.id, Object.entries(good), body)).status, 200)
  await assert.rejects(bridge.webhooks.handle(hook.id, 'POST', good, body), { code: 'INVALID_INPUT' })
  const used = new Request('https://app.test', { method: 'POST', body })
  await used.text()
  await assert.rejects(bridge.webhooks.handle(hook.id, used), { code: 'INVALID_INPUT' })
  await assert.rejects(bridge.tenant('other').webhooks.delete(hook.id), { code: 'NOT_FOUND' })
  assert.equal((await told(bridge)).length, 1)
})

test('a hundred mebibytes are refused by their length, and not copied', async (t) => {
  const { bridge, hook } = await plane(t)
  const large = new Uint8Array(100 << 20)
  const before = process.resourceUsage().maxRSS
  for (const endpoint of [hook.id, 'unknown']) {
    const { status, body } = await bridge.webhooks.handle(endpoint, 'POST', { 'X-Plane-Signature': '0'.repeat(64) }, large)
    assert.deepEqual([status, body], [413, '{"error":"too_large"}'])
  }
  const grown = (process.resourceUsage().maxRSS - before) / 1024
  assert.ok(grown < 50, `${grown} MiB`)
  assert.equal((await told(bridge)).length, 0)
})

test('NocoBase is told by workflows, once', async (t) => {
  const bridge = bridgeFor(t)
  const sandbox = await Bridge.sandbox({ systems: ['nocobase'], records: 3 })
  t.after(() => sandbox.stop())
  const acme = bridge.tenant('acme')
  await acme.connect('nocobase', sandbox.access('nocobase'))
  await acme.modules.change({ activate: ['workspace'] })
  const fields = [{ name: 'title', kindNative: 'string', interface: 'input' }]
  const orders = await acme.workspace.collections.create({ name: 'hooked', fields })
  const hook = await acme.webhooks.create('nocobase')
  const url = `https://app.test/${hook.id}`
  await assert.rejects(acme.webhooks.register(hook.id, url), { code: 'INVALID_INPUT' })
  await assert.rejects(acme.webhooks.register(hook.id, url, { parents: ['nocobase:nosuch'] }), { code: 'NOT_FOUND' })
  const flows = async () => {
    const answer = await acme.connection('nocobase').request('GET', '/workflows:list', { query: { pageSize: '100' } })
    return answer.body.data.map(({ id }) => id)
  }
  assert.equal((await acme.webhooks.register(hook.id, url, { parents: [orders.id] })).registered, 3)
  const made = await flows()
  assert.equal((await acme.webhooks.register(hook.id, url, { parents: [orders.id] })).registered, 3)
  assert.deepEqual([made.length, await flows()], [3, made])
  const record = await acme.workspace.records.create({ collectionId: orders.id, values: { title: 'Größe 🚀' } })
  const [sent, ...more] = sandbox.deliveries('nocobase')
  const { status } = await bridge.webhooks.handle(hook.id, sent.method, sent.headers, sent.body)
  assert.deepEqual([status, more.length], [200, 0])
  const told = (await acme.events.list()).map(({ event }) => event).filter(({ type }) => type.startsWith('workspace.'))
  assert.deepEqual(told.map(({ type, subject }) => [type, subject]), [['workspace.record.created', record.id]])
  assert.equal((await acme.webhooks.unregister(hook.id)).registered, 0)
  assert.deepEqual(await flows(), [])
})

test('the sandbox delivers as the system does', async (t) => {
  const bridge = bridgeFor(t)
  const sandbox = await Bridge.sandbox({ systems: ['dolibarr', 'plane', 'inventree'], records: 5 })
  t.after(() => sandbox.stop())
  const server = createServer(bridge.webhooks.app())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    return new Promise((done) => server.close(done))
  })
  const acme = bridge.tenant('acme')
  for (const system of ['dolibarr', 'plane']) await acme.connect(system, sandbox.access(system))
  await acme.modules.change({ activate: ['crm', 'projects'], provider: { crm: 'dolibarr', projects: 'plane' } })
  const books = await acme.webhooks.create('dolibarr')
  const url = `http://127.0.0.1:${server.address().port}/${books.id}`
  await acme.webhooks.register(books.id, url, { resources: ['crm.companies'] })
  const company = await acme.crm.companies.create({ name: 'Größe & Söhne' })
  // Dolibarr answers a change only when its target has answered.
  const [sent, ...more] = sandbox.deliveries('dolibarr')
  const { triggercode } = JSON.parse(Buffer.from(sent.body).toString())
  assert.deepEqual([sent.number, sent.method, sent.answers, triggercode, more.length], [1, 'POST', [200], 'COMPANY_CREATE', 0])
  assert.deepEqual(sandbox.deliveries('dolibarr', { after: 1 }), [])
  const created = (await acme.events.list()).filter(({ event }) => event.type === 'crm.company.created')
  assert.deepEqual(created.map(({ event }) => event.subject), [company.id])

  const desk = await acme.webhooks.create('plane')
  const { secret } = sandbox.addWebhook('plane', `https://app.test/${desk.id}`)
  await acme.webhooks.rotate(desk.id, { secret, overlapMs: 0 })
  const project = await acme.projects.projects.list().first()
  await acme.projects.projects.update(project.id, { description: 'new' })
  const [delivery] = sandbox.deliveries('plane')
  const { status } = await bridge.webhooks.handle(desk.id, delivery.method, delivery.headers, delivery.body)
  assert.equal(status, 200)
  assert.deepEqual((await told(bridge)).map(({ subject }) => subject), [project.id])
  assert.throws(() => sandbox.deliveries('inventree'), { code: 'UNSUPPORTED' })
  assert.throws(() => sandbox.addWebhook('dolibarr', 'https://x.test'), { code: 'UNSUPPORTED' })
})

test('an old secret holds for a while, and an inactive module is told', async (t) => {
  const { bridge, acme, hook } = await plane(t)
  const post = (secret, body) => bridge.webhooks.handle(hook.id, 'POST', signed(secret, body), new TextEncoder().encode(body))
  const { secret, previousUntil } = await acme.webhooks.rotate(hook.id, { overlapMs: 3_600_000 })
  assert.ok(Date.parse(previousUntil) > Date.now())
  assert.equal((await post(hook.secret, project('1'))).status, 200)
  assert.equal((await post(secret, project('2'))).status, 200)
  await acme.webhooks.rotate(hook.id, { secret: 'plane_wh_of_plane', overlapMs: 0 })
  assert.equal((await post(secret, project('3'))).status, 401)
  await acme.modules.change({ deactivate: ['projects'] })
  const { status, body } = await post('plane_wh_of_plane', project('4'))
  assert.deepEqual([status, JSON.parse(body).code], [403, 'MODULE_INACTIVE'])
  await acme.webhooks.delete(hook.id)
  assert.equal((await post('plane_wh_of_plane', project('5'))).status, 401)
  assert.equal((await told(bridge)).length, 2)
})

test('a body is read no further than it is taken, and no longer', async (t) => {
  const { bridge, hook } = await plane(t)
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1
      controller.enqueue(new Uint8Array(65_536))
    },
  })
  const large = new Request('https://app.test', { method: 'POST', body: endless, duplex: 'half' })
  assert.equal((await bridge.webhooks.handle(hook.id, large)).status, 413)
  assert.ok(pulled <= 20, `${pulled} pieces were asked for`)
  const slow = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) })
  const late = new Request('https://app.test', { method: 'POST', body: slow, duplex: 'half' })
  assert.equal((await bridge.webhooks.handle(hook.id, late, { bodyTimeoutMs: 50 })).status, 408)
})

test('node:http: good senders are served beside bad ones', async (t) => {
  const { bridge, hook } = await plane(t)
  const server = createServer(bridge.webhooks.app({ bodyTimeoutMs: 1_000 }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    return new Promise((done) => server.close(done))
  })
  const { port } = server.address()
  const raw = (head) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(`POST /hooks/${hook.id} HTTP/1.1\r\nHost: h\r\n${head}`)
    return once(socket, 'data').then(([data]) => data.toString())
  }
  const slow = raw('Content-Length: 1000\r\n\r\nx')
  assert.match(await raw(`Content-Length: ${100 << 20}\r\n\r\n`), /^HTTP\/1.1 413/)
  for (let n = 0; n < 20; n += 1) {
    const body = project(String(n))
    const url = `http://127.0.0.1:${port}/hooks/${hook.id}?from=plane`
    const response = await fetch(url, { method: 'POST', headers: signed(hook.secret, body), body })
    assert.equal(response.status, 200)
  }
  assert.equal((await fetch(`http://127.0.0.1:${port}/hooks/${hook.id}`)).status, 405)
  assert.match(await slow, /^HTTP\/1.1 408/)
  assert.equal((await told(bridge)).length, 20)
})

test('Stripe and described senders', async (t) => {
  const bridge = bridgeFor(t)
  const { id, prefix, secret } = await bridge.webhooks.create({ sender: 'stripe', secret: 'whsec_of_the_dashboard' })
  assert.deepEqual([prefix, secret], ['stripe', undefined])
  const body = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data: { object: { id: 'in_1' } } })
  const time = Math.floor(Date.now() / 1000)
  const code = createHmac('sha256', 'whsec_of_the_dashboard').update(`${time}.${body}`).digest('hex')
  const headers = { 'stripe-signature': `t=${time},v1=${code}` }
  const response = await bridge.webhooks.handle(id, new Request('https://app.test', { method: 'POST', headers, body }))
  assert.equal(response.status, 200)
  const [{ event }] = await bridge.events.list()
  assert.deepEqual([event.type, event.id, event.subject], ['stripe.invoice.paid', 'evt_1', 'in_1'])
  const sender = { verify: { kind: 'secret', header: 'X-Token' }, dedupe: { by: 'none' } }
  const own = await bridge.webhooks.create({ sender, prefix: 'form', secret: 'a-shared-secret' })
  const { status } = await bridge.webhooks.handle(own.id, 'POST', { 'x-token': 'a-shared-secret' }, new Uint8Array([1, 255]))
  assert.equal(status, 200)
  await assert.rejects(bridge.webhooks.create({ sender: 'stripe', secret: ' ' }), { code: 'INVALID_INPUT' })
})
