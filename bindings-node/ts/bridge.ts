/** The root object of a process. */

import { VERSION } from './generated/version.js'
import { ASYNC_DISPOSE } from './dispose.js'
import { fromFacts } from './errors.js'
import { ConfigError } from './generated/errors.js'
import type { BridgeDrained, EventHandler, EventName, OnOptions } from './event.js'
import { Events, type Subscriptions } from './events.js'
import type { EventSubscription } from './eventsubscription.js'
import { Flow } from './flow.js'
import { LogFeed, type LogListener, type LogLevel } from './logs.js'
import type { BridgeMetrics } from './metrics.js'
import { native, type NativeBridge } from './native.js'
import { Sandbox, type SandboxConfig } from './sandbox.js'
import type { BridgeConfig, BridgeHealth, Capabilities, CheckOptions, HealthRound, RunOptions, SystemInfo } from './shapes.js'
import type { Catalogue, StripeChange } from './sold.js'
import { immediate, settled, type CallOptions } from './signal.js'
import { Tenant } from './tenant.js'
import { traced } from './trace.js'
import type { DueSync } from './syncs.js'
import { Webhooks } from './webhooks.js'
import { decode, decodeMap, encode, text } from './wire.js'

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace']

/** Lazy bridges by configuration, across reloads of the module that made them. */
const LAZY = Symbol.for('coreflow.bridge.lazy')
type Registry = typeof globalThis & { [LAZY]?: Map<string, Bridge> }

/**
 * The bridge: store, keys, pools and adapters of this process.
 *
 * ```ts
 * await using bridge = await Bridge.open({ store: 'bridge.db' })
 * const acme = bridge.tenant('acme')
 * for await (const invoice of acme.accounting.invoices.list({ direction: 'sales' })) console.log(invoice.total)
 * ```
 */
export class Bridge implements AsyncDisposable {
  static #deferred = false
  readonly #config: string
  readonly #log: { readonly listener: LogListener; readonly level: LogLevel } | undefined
  readonly #flows = new Map<string, Flow>()
  #native: NativeBridge | undefined
  #feed: LogFeed | undefined
  #closed = false
  readonly #shared: Subscriptions = { all: new Set(), tenant: (id) => this.tenant(id) }

  declare readonly [Symbol.asyncDispose]: () => Promise<void>

  static {
    Object.defineProperty(this.prototype, ASYNC_DISPOSE, {
      value(this: Bridge): Promise<void> {
        return this.close()
      },
    })
  }

  /** Opens a bridge. This does no I/O: the store opens at the first call. Throws `CONFIG_INVALID`. */
  constructor(config: BridgeConfig = {}) {
    const { onLog, logLevel = 'info', ...rest } = config
    if (!LEVELS.includes(logLevel)) throw new ConfigError(`logLevel must be one of ${LEVELS.join(', ')}`)
    if (onLog !== undefined && typeof onLog !== 'function') throw new ConfigError('onLog must be a function')
    this.#log = onLog && { listener: onLog, level: logLevel }
    this.#config = encode(rest)
    if (!Bridge.#deferred) this.#opened()
  }

  /** Opens a bridge and its store. Rejects with `CONFIG_INVALID` and `STORAGE_UNAVAILABLE`. */
  static async open(config: BridgeConfig = {}, options: CallOptions = {}): Promise<Bridge> {
    options.signal?.throwIfAborted()
    const bridge = new Bridge(config)
    const { store } = await bridge.health(options)
    if (!store.error) return bridge
    await bridge.close()
    throw fromFacts(store.error)
  }

  /**
   * A bridge that is opened when it is first used: for the top level of a module. It reads nothing and checks nothing
   * before, so that a build without the environment of production works; and a module that is loaded again, as
   * development servers do, gets the same bridge for the same configuration.
   *
   * ```ts
   * export const bridge = Bridge.lazy({ store: process.env.BRIDGE_STORE })
   * ```
   */
  static lazy(config: BridgeConfig = {}): Bridge {
    const registry = ((globalThis as Registry)[LAZY] ??= new Map())
    const key = digest(config)
    const known = registry.get(key)
    if (known && !known.#closed) return known
    Bridge.#deferred = true
    try {
      const bridge = new Bridge(config)
      registry.set(key, bridge)
      return bridge
    } finally {
      Bridge.#deferred = false
    }
  }

  /**
   * Starts the sandbox: stateful fakes of the systems, with synthetic data, on this host. For trying things out and for
   * tests. It ends with `stop()`, with `await using`, or with the process, which it does not keep alive.
   *
   * ```ts
   * await using sandbox = await Bridge.sandbox()
   * await tenant.connect('erpnext', sandbox.access('erpnext'))
   * ```
   */
  static async sandbox(config: SandboxConfig & CallOptions = {}): Promise<Sandbox> {
    return Sandbox.start(config)
  }

  /**
   * The handle of one tenant; `id` is the host's own id of its customer. Throws `INVALID_INPUT` unless it is 1 to 128
   * characters of `A-Z a-z 0-9 . _ - @`.
   */
  tenant(id: string): Tenant {
    return new Tenant(immediate(() => this.#opened().tenant(text('id', id))), this.#shared)
  }

  /** The events of all tenants, and the host's own. */
  get events(): Events {
    return new Events(
      immediate(() => this.#opened().events()),
      this.#shared,
    )
  }

  /** The webhooks of the host, and the intake of all. */
  get webhooks(): Webhooks {
    return new Webhooks(immediate(() => this.#opened().webhooks()))
  }

  /**
   * Declares a handler for the events of all tenants; `listen()` begins to call it. This does no I/O, so it may stand at
   * the top level of a module. For hosts without resident processes, `drain()` calls the handlers.
   *
   * ```ts
   * bridge.on('crm.deal.won', async (event, { tenant, step }) => {
   *   await step('invoice', (key) => tenant!.accounting.invoices.create(invoice(event), { idempotencyKey: key }))
   * }, { requires: ['crm', 'accounting'] })
   * ```
   *
   * Throws `INVALID_INPUT` where there is another handler of this `id`, and where one is needed: for several types.
   */
  on(types: EventName | readonly EventName[], handler: EventHandler, options: OnOptions = {}): void {
    const flow = new Flow(types, handler, options)
    const known = this.#flows.get(flow.id)
    if (known) known.replace(flow)
    else this.#flows.set(flow.id, flow)
  }

  /**
   * Begins to call the handlers of `on`, in the background, until the bridge is closed. Resolves to their subscriptions.
   * May be called again, for handlers that were declared since.
   */
  async listen(): Promise<EventSubscription[]> {
    return this.#open(true)
  }

  async #open(background: boolean): Promise<EventSubscription[]> {
    const events = this.events
    return Promise.all([...this.#flows.values()].map((flow) => flow.open(events, this.#shared.all, background)))
  }

  /**
   * Does the work that is due, for hosts without resident processes: a cron job declares its handlers (`on`) and drains.
   * Finds out what became of writes whose answer was lost, runs the change feeds that are due, and handles the events that
   * are. Resolves when nothing is due any more, or after `deadlineMs`, with how many events were handled and how many
   * attempts failed, and of how many writes the outcome was resolved or stayed unknown. Of the time, handlers have a quarter
   * at least, and writes a quarter at most. A feed that fails is tried again by a later call; `tenant.syncs.list()` tells why.
   */
  async drain(options: { readonly deadlineMs?: number } = {}): Promise<BridgeDrained> {
    const deadlineMs = options.deadlineMs ?? 30_000
    const end = performance.now() + deadlineMs
    const bridge = immediate(() => this.#opened())
    if (this.#flows.size > 0) await this.#open(false)
    const left = Math.min(Math.max(0, Math.ceil(end - performance.now())), 0xffffffff)
    const due = encode({ deadlineMs: left, handlers: this.#shared.all.size > 0 })
    const writes = decode<Pick<BridgeDrained, 'resolved' | 'unknown'>>(
      await settled(undefined, (cancel) => bridge.drainDue(due, cancel)),
    )
    const total = { handled: 0, failed: 0 }
    for (let idle = false; !idle && performance.now() < end; ) {
      idle = true
      for (const subscription of [...this.#shared.all]) {
        const done = await subscription.drain({ deadlineMs: Math.max(1, end - performance.now()) })
        total.handled += done.handled
        total.failed += done.failed
        // A handler may have published what another one is waiting for.
        if (done.handled + done.failed > 0) idle = false
      }
    }
    return { ...total, ...writes }
  }

  /**
   * Runs the change feeds of all tenants that are due, one after the other, each once; a run that does not end before
   * `deadlineMs`, or after `maxPages`, pauses. Resolves to the report of each, or the error of the one that failed.
   *
   * ```ts
   * export const GET = async () => Response.json(await bridge.runSyncs({ deadlineMs: 50_000 }))
   * ```
   */
  async runSyncs(
    options: CallOptions & { readonly deadlineMs?: number | undefined; readonly maxPages?: number | undefined } = {},
  ): Promise<DueSync[]> {
    const { signal, ...rest } = options
    return decode(await settled(signal, (cancel) => this.#opened().runDueSyncs(encode(rest), cancel)))
  }

  /** The systems that can be connected. */
  systems(): SystemInfo[] {
    return decode(immediate(() => this.#opened().systems()))
  }

  /**
   * What the systems can do, without a connection, by system. An instance may differ by its version and options:
   * `tenant.capabilities()` tells that of a connection.
   *
   * ```ts
   * const { resources } = bridge.capabilities('erpnext')['erpnext']!
   * ```
   */
  capabilities(system?: string): Capabilities {
    return decodeMap(immediate(() => this.#opened().capabilities(system === undefined ? system : text('system', system))))
  }

  /**
   * What this process counted since the bridge was opened: calls, attempts, failures, breakers, by connection; and what the
   * store holds of events and change feeds. Nothing is sent.
   *
   * ```ts
   * const failed = bridge.metrics().connections.map(({ connection, failures }) => [connection, failures])
   * ```
   */
  metrics(): BridgeMetrics {
    return decode(immediate(() => this.#opened().metrics()))
  }

  /**
   * The same as text, in the exposition format of Prometheus (`text/plain; version=0.0.4`).
   *
   * ```ts
   * export const GET = () => new Response(bridge.metricsText(), { headers: { 'content-type': 'text/plain; version=0.0.4' } })
   * ```
   */
  metricsText(): string {
    return immediate(() => this.#opened().metricsText())
  }

  /**
   * Runs something whose calls belong to a span of the host's, named by its `traceparent` as W3C Trace Context writes it.
   * Throws `INVALID_INPUT` where it is none.
   *
   * ```ts
   * const invoices = await bridge.traced(request.headers.get('traceparent')!, () => acme.accounting.invoices.list().toArray())
   * ```
   */
  traced<T>(traceparent: string, run: () => T): T {
    return traced(text('traceparent', traceparent), run)
  }

  /** What is sold to tenants: modules, bundles, tiers and quotas, by name. */
  catalogue(): Catalogue {
    return decode(immediate(() => this.#opened().catalogue()))
  }

  /**
   * What a webhook event of Stripe says of a subscription: the tenant, and the change to set. Nothing is asked, and
   * nothing is verified: check the signature before. `null` where the event is about something else. Throws
   * `INVALID_INPUT` where the event does not say what was bought.
   *
   * ```ts
   * const found = bridge.subscriptionFromStripe(event)
   * if (found?.tenant) await bridge.tenant(found.tenant).subscription.set(found.change)
   * ```
   */
  subscriptionFromStripe(event: object | string): StripeChange | null {
    const given = typeof event === 'string' ? event : JSON.stringify(event)
    return decode(immediate(() => this.#opened().subscriptionFromStripe(given)))
  }

  /**
   * The state of the bridge itself, which is that of its store, and what is known of the connections that this process
   * has used. Nothing is sent.
   */
  async health(options: CallOptions = {}): Promise<BridgeHealth> {
    return decode(await settled(options.signal, (cancel) => this.#opened().health(cancel)))
  }

  /**
   * Checks the connections of all tenants that no process has checked for `intervalMs` (60 000), until `deadlineMs`: for a
   * cron route. Changes of status are events (`connection.health.changed`).
   *
   * ```ts
   * const { checked, failed, left } = await bridge.checkHealth({ deadlineMs: 20_000 })
   * ```
   */
  async checkHealth(options: CheckOptions = {}): Promise<HealthRound> {
    const { signal, ...rest } = options
    return decode(await settled(signal, (cancel) => this.#opened().checkHealth(encode(rest), cancel)))
  }

  /**
   * Checks the connections of all tenants every `intervalMs` (60 000) until `signal` aborts, which rejects with its reason,
   * or the bridge is closed. Several processes share the checks. While it runs, it keeps the process alive.
   *
   * ```ts
   * bridge.run({ signal: stop.signal }).catch(() => {})
   * ```
   */
  async run(options: RunOptions = {}): Promise<void> {
    const { signal, ...rest } = options
    await settled(signal, (cancel) => this.#opened().run(encode(rest), cancel))
  }

  /** Ends everything that runs; handlers of events are waited for. May be called twice; later calls on its handles fail with `CLOSED`. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#shared.all].map((subscription) => subscription.close()))
    // A lazy bridge that was never used is opened to be closed, so that its handles say CLOSED like all others.
    await settled(undefined, () => this.#opened().close())
    this.#feed?.stop()
  }

  #opened(): NativeBridge {
    if (this.#native) return this.#native
    this.#native = immediate(() => new native.NativeBridge(this.#config))
    if (this.#log) this.#feed ??= new LogFeed(this.#log.level, this.#log.listener)
    return this.#native
  }
}

/** The registry's key: a digest, because the configuration may hold a key and the registry is global. */
function digest(config: BridgeConfig): string {
  const { createHash } = require('node:crypto') as typeof import('node:crypto')
  const { onLog: _, ...rest } = config
  return createHash('sha256').update(`${VERSION}\n${encode(rest)}`).digest('hex')
}
