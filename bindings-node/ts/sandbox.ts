/** Stateful fakes of the systems, on this host, with synthetic data. */

import { ASYNC_DISPOSE } from './dispose.js'
import { InvalidInputError } from './generated/errors.js'
import { native, type NativeSandbox } from './native.js'
import type { ConnectRequest, Credential, SystemName } from './shapes.js'
import { immediate, settled, type CallOptions } from './signal.js'
import { decode, decodeMap, encode, text } from './wire.js'

/** What to start. */
export interface SandboxConfig {
  /** The systems; all known ones unless told otherwise. */
  readonly systems?: readonly string[] | undefined
  /** The seed of all data: the same seed gives the same records. */
  readonly seed?: number | undefined
  /** About how many records each system holds; 0 leaves only company, accounts and groups. */
  readonly records?: number | undefined
  /** The port of the first system; the next ones follow. 0 takes free ports. */
  readonly port?: number | undefined
}

/** Where a system listens, and which credentials it takes. */
export interface SandboxSystem {
  readonly url: string
  readonly credential: Credential
  /** A second user, who may do very little; the first one where the system has only one. */
  readonly limited: Credential
  /** The options that a connection to it needs. */
  readonly options?: Readonly<Record<string, string>> | undefined
}

/**
 * Misbehaviour on demand. `latency_ms`: answers late. `status`: does nothing and answers `status`. `reset`: does nothing
 * and closes. `lose_answer`: does it and closes without an answer. `malformed`: does it and spoils one record of the
 * list. `html`: answers a proxy's page.
 */
export type FaultKind = 'latency_ms' | 'status' | 'reset' | 'lose_answer' | 'malformed' | 'html'

/** When a fault happens, and its numbers. */
export interface FaultOptions {
  /** How often; without it until `clearFaults`. */
  readonly times?: number | undefined
  /** Only requests with this method. */
  readonly method?: string | undefined
  /** Only requests whose decoded path begins with this. */
  readonly pathPrefix?: string | undefined
  readonly latencyMs?: number | undefined
  readonly status?: number | undefined
  /** The `Retry-After` of `status`, in seconds. */
  readonly retryAfter?: number | undefined
}

/** What a system was asked. */
export interface RequestLog {
  readonly total: number
  readonly byMethod: Readonly<Record<string, number>>
  /** The last requests, oldest first: method and path with query. */
  readonly last: readonly (readonly [method: string, path: string])[]
}

/** A delivery of a webhook, as the system sends it. */
export interface SandboxDelivery {
  /** Counts the system's deliveries, from 1. */
  readonly number: number
  readonly method: string
  /** Where it goes. */
  readonly url: string
  /** The headers that the system sets, its signature among them. */
  readonly headers: Readonly<Record<string, string>>
  /** The raw bytes. */
  readonly body: Uint8Array
  /** The status that was answered to each try; null when nobody answered. Empty for what was not sent. */
  readonly answers: readonly (number | null)[]
}

/** Whoever takes only an address from a sandbox must not lose it to the garbage collector. */
const RUNNING = new Set<Sandbox>()

/** A running sandbox; made by `Bridge.sandbox()`. */
export class Sandbox implements AsyncDisposable {
  readonly #native: NativeSandbox
  /** The systems, by name. */
  readonly systems: Readonly<Record<SystemName, SandboxSystem>>

  declare readonly [Symbol.asyncDispose]: () => Promise<void>

  static {
    Object.defineProperty(this.prototype, ASYNC_DISPOSE, {
      value(this: Sandbox): Promise<void> {
        return this.stop()
      },
    })
  }

  private constructor(started: NativeSandbox) {
    this.#native = started
    this.systems = decodeMap(started.describe())
    RUNNING.add(this)
  }

  /** @internal */
  static async start(config: SandboxConfig & CallOptions): Promise<Sandbox> {
    const { signal, ...rest } = config
    return new Sandbox(await settled(signal, (cancel) => native.startSandbox(encode(rest), cancel)))
  }

  /** What `tenant.connect` needs: `tenant.connect('erpnext', sandbox.access('erpnext'))`. */
  access(system: SystemName): ConnectRequest {
    const found = this.systems[text('system', system)]
    if (!found) throw new InvalidInputError(`the sandbox has no ${system}; it has ${Object.keys(this.systems).join(', ')}`)
    return { instance: found.url, credential: found.credential, options: found.options ?? {}, allowPrivate: true }
  }

  /** Makes a system misbehave. Faults are tried in the order in which they were added. */
  fault(system: string, kind: FaultKind, options: FaultOptions = {}): void {
    immediate(() => this.#native.fault(text('system', system), encode({ ...options, kind })))
  }

  /** Ends all faults of a system. */
  clearFaults(system: string): void {
    immediate(() => this.#native.clearFaults(text('system', system)))
  }

  /** What a system was asked. */
  requests(system: string): RequestLog {
    return decode(immediate(() => this.#native.requests(text('system', system))))
  }

  /**
   * The deliveries of webhooks that a system has made, oldest first: of the last thousand those behind the number `after`.
   * They are signed and shaped as the real system's. A host without a server hands them to `webhooks.handle` itself; what is
   * registered with an `http` address of this machine is sent there as well, with the tries that the system makes. Throws
   * `UNSUPPORTED` for a system that sends none.
   */
  deliveries(system: string, options: { readonly after?: number } = {}): SandboxDelivery[] {
    type Told = { readonly headers: [string, string][]; readonly body: string } & Omit<SandboxDelivery, 'headers' | 'body'>
    const all = JSON.parse(immediate(() => this.#native.deliveries(text('system', system), options.after ?? 0))) as Told[]
    const bytes = new TextEncoder()
    return all.map((one) => ({ ...one, headers: Object.fromEntries(one.headers), body: bytes.encode(one.body) }))
  }

  /**
   * Does what a person does in the settings of a system whose API takes no registration (Plane): makes a webhook. Its `secret`
   * belongs to the endpoint: `webhooks.rotate(id, { secret, overlapMs: 0 })`. Throws `UNSUPPORTED` where `webhooks.register`
   * does it, and for a system that sends none.
   */
  addWebhook(system: string, url: string): { readonly id: string; readonly secret: string } {
    return decode(immediate(() => this.#native.addWebhook(text('system', system), text('url', url))))
  }

  /** Stops listening and closes all connections. May be called twice. */
  async stop(): Promise<void> {
    RUNNING.delete(this)
    this.#native.stop()
  }
}
