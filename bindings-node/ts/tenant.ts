/** A tenant, its connections and its modules. */

import { Events, type Subscriptions } from './events.js'
import { Webhooks } from './webhooks.js'
import { Namespaces, resourceOf } from './generated/namespaces.js'
import { Modules } from './modules.js'
import type { NativeTenant } from './native.js'
import type { RecordEnvelope } from './record.js'
import { Resource } from './resource.js'
import { immediate, settled, type CallOptions } from './signal.js'
import type {
  Capabilities,
  ConnectionHealth,
  HealthOptions,
  ConnectionInfo,
  ConnectRequest,
  Link,
  LinkRequest,
  RawRequest,
  RawResponse,
} from './shapes.js'
import { Subscription, Usage } from './subscription.js'
import { runSync, Syncs, type SyncOptions, type SyncReport } from './syncs.js'
import { decode, decodeMap, encode, text } from './wire.js'
import { Writes } from './writes.js'

/** A resource whose model is not known when the program is written. */
export type AnyResource = Resource<RecordEnvelope, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>

/**
 * One tenant: a handle that reaches this tenant's data only. Made by `bridge.tenant(id)`, costs nothing. The modules
 * are properties: `tenant.accounting.invoices.list()`.
 */
export class Tenant extends Namespaces {
  readonly #native: NativeTenant
  /** The modules that the tenant has activated. */
  readonly modules: Modules
  /** What the tenant has bought. */
  readonly subscription: Subscription
  /** What the tenant uses up, and how much of it is left. */
  readonly usage: Usage
  /** The links between the tenant's records. */
  readonly links: Links
  /** The change feeds that the tenant has. */
  readonly syncs: Syncs
  /** The write ledger: what is in flight, what nobody knows, and what became of it. */
  readonly writes: Writes

  /** The tenant's events. */
  readonly events: Events
  /** The tenant's webhooks. */
  readonly webhooks: Webhooks

  /** Made by `bridge.tenant(id)`. */
  constructor(native: NativeTenant, subscriptions: Subscriptions) {
    super({ tenant: native })
    this.#native = native
    this.events = new Events(
      immediate(() => native.events()),
      { ...subscriptions, tenant: () => this },
    )
    this.webhooks = new Webhooks(immediate(() => native.webhooks()))
    this.modules = new Modules(native)
    this.subscription = new Subscription(native)
    this.usage = new Usage(native)
    this.links = new Links(native)
    this.syncs = new Syncs(native)
    this.writes = new Writes(native)
  }

  /** The host's own id of its customer. */
  get id(): string {
    return this.#native.id
  }

  /**
   * Connects the tenant to an instance of a system, and seals the credential.
   *
   * ```ts
   * await tenant.connect('erpnext', {
   *   instance: 'https://erp.acme.test',
   *   credential: { type: 'api_key', key, secret },
   * })
   * ```
   *
   * Rejects with `UNAUTHENTICATED`, `EGRESS_DENIED`, `UNAVAILABLE`, `INVALID_INPUT`.
   */
  async connect(system: string, options: ConnectRequest & CallOptions): Promise<Connection> {
    const { signal, ...rest } = options
    const request = encode({ ...rest, system: text('system', system) })
    const info = decode<ConnectionInfo>(await settled(signal, (cancel) => this.#native.connect(request, cancel)))
    return new Connection(this.#native, info.name, info)
  }

  /** Forgets a connection and its sealed credential. Rejects with `NOT_FOUND`. */
  async disconnect(name: string, options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.disconnect(text('name', name), cancel))
  }

  /** The tenant's connections, without their credentials. */
  async connections(options: CallOptions = {}): Promise<ConnectionInfo[]> {
    return decode(await settled(options.signal, (cancel) => this.#native.connections(cancel)))
  }

  /** One connection by its name; nothing is asked before it is used. */
  connection(name: string): Connection {
    return new Connection(this.#native, text('name', name))
  }

  /** What the tenant's connections can do: resources, operations, fields and filters. */
  async capabilities(options: CallOptions & { readonly connection?: string } = {}): Promise<Capabilities> {
    const { signal, ...rest } = options
    return decodeMap(await settled(signal, (cancel) => this.#native.capabilities(encode(rest), cancel)))
  }

  /**
   * The health of each connection: whether it answers, as of when, breaker, latencies, last error.
   *
   * Each connection is asked now, once for all who ask at the same time. With `maxAgeMs` a check by any process on the
   * store will do that is no older; with `probe: false` nothing is sent, and what nobody asked yet is `unknown`.
   *
   * ```ts
   * const [erp] = await acme.health({ connection: 'erpnext', maxAgeMs: 15_000 })
   * console.log(erp.status, erp.reasons, erp.ageMs, erp.pipeline?.latency?.p95)
   * ```
   */
  async health(options: HealthOptions = {}): Promise<ConnectionHealth[]> {
    const { signal, ...rest } = options
    return decode(await settled(signal, (cancel) => this.#native.health(encode(rest), cancel)))
  }

  /**
   * Reads what has changed in a resource since it was looked at last, and tells it by events. The first run reads
   * everything. A run that stopped, by its budget or by a crash, is gone on with by the next call, in whichever process.
   *
   * ```ts
   * const report = await tenant.sync('accounting.invoices', { mirror: true, onProgress: (now) => console.log(now.pages) })
   * if (!report.complete) console.warn(report.whyNot)
   * ```
   *
   * Rejects with `CONFLICT` (`owner` and `until` in its context) while another process runs it.
   */
  async sync(resource: string, options: SyncOptions = {}): Promise<SyncReport> {
    return runSync(this.#native, resource, options)
  }

  /** A resource by its full name, for example `accounting.invoices`, for code that learns it at run time. */
  resource(path: string): AnyResource {
    return resourceOf({ tenant: this.#native }, text('path', path))
  }
}

/** One connection of a tenant: the same modules, bound to this connection, and its raw requests. */
export class Connection extends Namespaces {
  readonly #native: NativeTenant
  /** The connection's name. */
  readonly name: string
  /** What `connect` learnt; `null` when the connection was taken by its name. */
  readonly info: ConnectionInfo | null

  /** Made by `tenant.connect()` and `tenant.connection(name)`. */
  constructor(native: NativeTenant, name: string, info: ConnectionInfo | null = null) {
    super({ tenant: native, connection: name })
    this.#native = native
    this.name = name
    this.info = info
  }

  /** A raw request through the same pipeline and isolation. */
  async request(method: string, path: string, options: RawRequest & CallOptions = {}): Promise<RawResponse> {
    const { signal, ...rest } = options
    const request = encode({ ...rest, method: text('method', method), path: text('path', path) })
    return decode(await settled(signal, (cancel) => this.#native.request(this.name, request, cancel)))
  }

  /** What this connection can do: resources, operations, fields and filters. */
  async capabilities(options: CallOptions = {}): Promise<Capabilities> {
    const chosen = encode({ connection: this.name })
    return decodeMap(await settled(options.signal, (cancel) => this.#native.capabilities(chosen, cancel)))
  }

  /** Opens the breaker by hand: calls fail with `CIRCUIT_OPEN` until `reset`. */
  async isolate(options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.isolate(this.name, cancel))
  }

  /** Closes the breaker by hand and forgets its window. */
  async reset(options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.reset(this.name, cancel))
  }

  /** Forgets the connection and its sealed credential. */
  async disconnect(options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.disconnect(this.name, cancel))
  }

  /** A resource of this connection by its full name, for example `accounting.invoices`. */
  resource(path: string): AnyResource {
    return resourceOf({ tenant: this.#native, connection: this.name }, text('path', path))
  }
}

/** Links between the tenant's records, across modules and systems: a deal's invoice, an invoice's project. */
export class Links {
  readonly #native: NativeTenant

  /** Made by a tenant. */
  constructor(native: NativeTenant) {
    this.#native = native
  }

  /**
   * Links two records. Twice is like once. No system is asked: the link is the tenant's own.
   *
   * ```ts
   * const from = { resource: 'crm.deals', id: deal.id }
   * await tenant.links.create({ from, to: { resource: 'accounting.invoices', id: invoice.id }, kind: 'invoice' })
   * ```
   *
   * Rejects with `INVALID_INPUT` where an end is not the id of a record.
   */
  async create(link: LinkRequest & CallOptions): Promise<Link> {
    const { signal, ...request } = link
    return decode(await settled(signal, (cancel) => this.#native.createLink(encode(request), cancel)))
  }

  /** The links from a record, to a record, of a kind; oldest first. */
  async list(filter: Partial<LinkRequest> & CallOptions = {}): Promise<Link[]> {
    const { signal, ...wanted } = filter
    return decode(await settled(signal, (cancel) => this.#native.links(encode(wanted), cancel)))
  }

  /** Ends a link; the records stay. Rejects with `NOT_FOUND`. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.deleteLink(text('id', id), cancel))
  }
}
