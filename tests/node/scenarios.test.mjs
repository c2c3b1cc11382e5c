// The scenarios of tests/scenarios through the public API. The judge is the program `upstream`.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { Bridge, BridgeError } from '@coreflow360/bridge'
import { ROOT } from './support.mjs'
import { startUpstream } from './upstream.mjs'

const require = createRequire(import.meta.url)
const { native } = require(`${ROOT}/bindings-node/dist/native.js`)
const { JSON_FIELDS } = require(`${ROOT}/bindings-node/dist/generated/json.js`)

// What the facade takes of each call. A call with anything else goes to the addon: core's word is the same everywhere.
const FACADE = {
  list: 'connection where sort limit page_size updated_since include custom raw prefetch hedge deadline_ms',
  get: 'connection raw deadline_ms',
  create: 'connection raw idempotency_key deadline_ms',
  create_many: 'connection raw concurrency idempotency_keys deadline_ms',
  watch: 'connection raw first_ms most_ms deadline_ms',
  update: 'connection raw if_version idempotency_key deadline_ms',
  upsert: 'connection raw by update idempotency_key deadline_ms',
  delete: 'connection idempotency_key deadline_ms',
  action: 'connection raw idempotency_key deadline_ms',
  deletions: 'connection since deadline_ms',
  sync: 'connection where mirror include custom full events page_size max_pages',
  mirror: 'connection where after limit',
  events: 'after limit',
  attachments: 'connection raw deadline_ms',
  upload: 'connection content_type deadline_ms',
  download: 'connection max_bytes deadline_ms',
  delete_attachment: 'connection deadline_ms',
  request: 'method path query headers body deadline_ms',
  connect: 'system instance credential name options overlay allow_private allow verify',
  change_modules: 'activate deactivate provider cascade',
  plan_modules: 'activate deactivate provider cascade',
  set_subscription: 'tier bundle modules status users period_end grace_days past_due_since as_of reference',
  capabilities: 'connection',
  create_link: 'from to kind',
  links: 'from to kind',
  delete_link: '',
}

const FOREIGN = ['custom', 'raw', 'headers', 'query', 'body', 'context', 'provider', 'options', 'facts', 'overlay', 'entitlement']
const OWN = new Set([...FOREIGN, ...JSON_FIELDS])
const snake = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const camel = (key) => {
  const name = key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
  return snake(name) === key ? name : key
}

/** Renames the keys, except those of the system or the tenant. */
function renamed(value, rename, top = true) {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename))
  if (typeof value !== 'object' || value === null) return value
  const entry = ([key, item]) => [top ? rename(key) : key, OWN.has(key) ? item : renamed(item, rename)]
  return Object.fromEntries(Object.entries(value).map(entry))
}

// Calls whose input the facade takes as it is.
const SOLD = {
  is_module_active: (tenant, { module, ...options }) => tenant.modules.isActive(module, options),
  module_capabilities: (tenant, { module }) => tenant.modules.capabilities(module),
  validate_modules: (tenant, modules) => tenant.modules.validate(modules),
  apply_modules: (tenant, plan) => tenant.modules.apply(renamed(plan, camel)),
  subscription: (tenant) => tenant.subscription.get(),
  install_subscription: (tenant, { token }) => tenant.subscription.install(token),
  remove_subscription: (tenant) => tenant.subscription.remove(),
  usage: (tenant) => tenant.usage.get(),
  record_usage: (tenant, { metric, amount }) => tenant.usage.record(metric, amount),
  check_usage: (tenant, { metric, amount }) => tenant.usage.check(metric, amount),
}

// Calls on a tenant's ledger.
const LEDGER = {
  writes: (writes, given) => writes.list(given),
  write: (writes, { key, ...given }) => writes.get(key, given),
  resolve_write: (writes, { key, ...given }) => writes.resolve(key, given),
  settle_write: (writes, { key, outcome, ...given }) => writes.settle(key, outcome, given),
}

// Calls on a tenant's endpoints of webhooks.
const ENDPOINTS = {
  create_webhook: (webhooks, id, given) => webhooks.create(given),
  webhooks: (webhooks) => webhooks.list(),
  rotate_webhook: (webhooks, id, given) => webhooks.rotate(id, given),
  delete_webhook: (webhooks, id) => webhooks.delete(id),
  register_webhook: (webhooks, id, { url, ...given }) => webhooks.register(id, url, given),
  unregister_webhook: (webhooks, id) => webhooks.unregister(id),
}

/** Shows a write. */
async function planned(plans, { operation, id, action, input }, options) {
  const given = [id, action, renamed(input, camel)].filter((value) => value !== undefined)
  if (operation === 'action' && input === undefined) given.push(null)
  return (await plans[operation](...given, options)).toJSON()
}

/** A bridge, and the addon's own handle below it for calls that the facade cannot express. */
function open(config) {
  const Native = native.NativeBridge
  let inner
  native.NativeBridge = class extends Native {
    constructor(text) {
      super(text)
      inner = this
    }
  }
  try {
    return { bridge: new Bridge(renamed(config, camel)), inner: () => inner }
  } finally {
    native.NativeBridge = Native
  }
}

async function perform({ bridge, inner }, call) {
  const verb = call.call
  if (verb === 'systems') return bridge.systems()
  if (verb === 'system_capabilities') return bridge.capabilities(call.input?.system)
  if (verb === 'bridge_health') return bridge.health()
  if (verb === 'catalogue') return bridge.catalogue()
  if (verb === 'subscription_from_stripe') return bridge.subscriptionFromStripe(call.input)
  if (verb === 'close') return bridge.close()
  if (verb === 'drain_writes') {
    const { resolved, unknown } = await bridge.drain()
    return { resolved, unknown }
  }
  if (verb in LEDGER) return LEDGER[verb](bridge.tenant(call.tenant).writes, renamed(call.input ?? {}, camel))
  if (verb === 'apply_write') return bridge.tenant(call.tenant).writes.apply(call.input)
  if (verb === 'plan_write') {
    const plans = bridge.tenant(call.tenant).resource(call.resource).plan
    return planned(plans, call.input, renamed(call.options ?? {}, camel))
  }
  if (verb === 'deliver') {
    const { endpoint, method, headers, body, url } = call.input
    return bridge.webhooks.handle(endpoint, method, headers, Buffer.from(body), { url: url ?? undefined })
  }
  if (verb in ENDPOINTS) {
    return ENDPOINTS[verb](bridge.tenant(call.tenant).webhooks, call.id, renamed(call.input ?? {}, camel))
  }
  if (verb in SOLD) return SOLD[verb](bridge.tenant(call.tenant), call.input ?? {})
  const manages = ['request', 'connect', 'change_modules', 'create_link', 'plan_modules', 'set_subscription'].includes(verb)
  const given = { ...(manages ? call.input : call.options) }
  const takes = FACADE[verb]?.split(' ') ?? []
  if (Object.keys(given).some((name) => !takes.includes(name))) return beneath(inner().tenant(call.tenant), call, given)
  const tenant = bridge.tenant(call.tenant)
  const options = renamed(given, camel)
  switch (verb) {
    case 'connect': {
      const { system, ...request } = options
      return (await tenant.connect(system, request)).info
    }
    case 'request': {
      const { method, path, ...request } = options
      return tenant.connection(call.connection).request(method, path, request)
    }
    case 'change_modules':
      return tenant.modules.change(options)
    case 'plan_modules':
      return tenant.modules.plan(options)
    case 'set_subscription':
      return tenant.subscription.set(options)
    case 'sync':
      return tenant.sync(call.resource, options)
    case 'mirror':
      return (await tenant.resource(call.resource).mirror.list(options)).records
    case 'events':
      return tenant.events.list(options)
    case 'create_link':
      return tenant.links.create(options)
    case 'links':
      return tenant.links.list(options)
    case 'delete_link':
      return tenant.links.delete(call.id)
    case 'active_modules':
      return tenant.modules.active()
    case 'disconnect':
    case 'isolate':
    case 'reset':
      return tenant.connection(call.connection)[verb]()
    case 'connections':
    case 'capabilities':
    case 'health':
      return tenant[verb](options)
  }
  const resource = tenant.resource(call.resource)
  if (verb in FILES) {
    const { connection, ...rest } = options
    return FILES[verb](resource.attachments(call.id, { connection }), call.input ?? {}, rest)
  }
  const input = renamed(call.input, camel)
  switch (verb) {
    case 'list':
      return listed(resource.list(options), call.pages)
    case 'get':
    case 'delete':
      return resource[verb](call.id, options)
    case 'create':
    case 'upsert':
      return resource[verb](input, options)
    case 'create_many': {
      const { idempotencyKeys: idempotencyKey, ...rest } = options
      const outcomes = await resource.createMany(input, { ...rest, idempotencyKey })
      return outcomes.map(({ ok, record, error }) => (ok ? { record } : { error: parts(error) }))
    }
    case 'watch': {
      const states = []
      await resource.watch(call.id, options).progress((state) => states.push(state)).wait()
      return states
    }
    case 'update':
      return resource.update(call.id, input, options)
    case 'action':
      return resource.action(call.id, call.action, input, options)
    case 'deletions':
      return resource.deletions(options)
  }
  throw new Error(`the runner does not know the call ${verb}`)
}

const content = ({ text, base64 }) => (text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text))
const downloaded = (data) => ({ size: data.length, base64: Buffer.from(data).toString('base64') })

/** The calls on the files of a record. */
const FILES = {
  attachments: (files, input, options) => files.list(options),
  upload: (files, input, options) => files.upload(input.name, content(input), options),
  download: async (files, input, options) => downloaded(await files.download(input.attachment, options)),
  delete_attachment: (files, input, options) => files.delete(input.attachment, options),
}

async function beneath(tenant, call, given) {
  const options = JSON.stringify(given)
  const input = JSON.stringify(call.input ?? {})
  const { resource, id, action, connection } = call
  const calls = {
    list: async () => tenant.list(resource, options),
    get: () => tenant.get(resource, id, options),
    create: () => tenant.create(resource, input, options),
    create_many: async () => tenant.batch(resource, input, options),
    watch: () => tenant.watch(resource, id, options).next(),
    upsert: () => tenant.upsert(resource, input, options),
    update: () => tenant.update(resource, id, input, options),
    delete: () => tenant.delete(resource, id, options),
    action: () => tenant.action(resource, id, action, input, options),
    deletions: () => tenant.deletions(resource, options),
    attachments: () => tenant.attachments(resource, id, options),
    upload: () => tenant.uploadAttachment(resource, id, call.input.name, content(call.input), options),
    download: async () => downloaded(await tenant.downloadAttachment(resource, id, call.input.attachment, options)),
    delete_attachment: () => tenant.deleteAttachment(resource, id, call.input.attachment, options),
    request: () => tenant.request(connection, options),
    connect: () => tenant.connect(options),
    change_modules: () => tenant.changeModules(options),
    plan_modules: () => tenant.planModules(options),
    set_subscription: () => tenant.setSubscription(options),
    create_link: () => tenant.createLink(options),
    links: () => tenant.links(options),
    capabilities: () => tenant.capabilities(options),
  }
  const answer = await calls[call.call]()
  return typeof answer === 'string' ? JSON.parse(answer) : answer
}

async function listed(query, most) {
  const pages = []
  if (most !== 0) {
    for await (const page of query.pages()) {
      pages.push(page)
      if (pages.length === most) break
    }
  }
  return {
    records: pages.flatMap((page) => page.records),
    quarantined: pages.flatMap((page) => page.quarantined).map((bad) => ({ ...bad, raw: JSON.parse(bad.raw) })),
    total: pages[0]?.total ?? null,
  }
}

function parts(error) {
  const { name, ...rest } = error.toJSON()
  return rest
}

async function outcome(opened, call) {
  try {
    const result = await perform(opened, call)
    return { result: renamed(result, snake, call.call !== 'capabilities') ?? null }
  } catch (error) {
    if (BridgeError.is(error)) {
      return { error: renamed(parts(error), snake) }
    }
    // Of the addon itself, below the facade.
    if (typeof error?.parts === 'string') return { error: JSON.parse(error.parts) }
    throw error
  }
}

describe('scenarios', async () => {
  const upstream = await startUpstream()
  after(() => upstream.stop())
  const scenarios = await upstream.ask('GET', 'scenarios', undefined, { runner: 'node' })
  before(() => assert.ok(scenarios.length > 0))
  for (const { name, title } of scenarios) {
    test(`${name}: ${title}`, async () => {
      const begun = await upstream.ask('POST', 'run', {}, { runner: 'node', scenario: name })
      const opened = open(begun.bridge)
      try {
        let answer = begun
        while (answer.call) {
          answer = await upstream.ask('POST', 'outcome', await outcome(opened, answer.call), { run: begun.run })
        }
        assert.deepEqual(answer.failures, [])
      } finally {
        await opened.bridge.close()
      }
    })
  }
})
