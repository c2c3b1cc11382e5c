/** Consumers that ask for events themselves, and what they are given. */

import { ASYNC_DISPOSE } from './dispose.js'
import type { CloudEvent } from './event.js'
import type { NativeConsumer } from './native.js'
import { settled, type CallOptions } from './signal.js'
import type { Tenant } from './tenant.js'

/** A year and more: as long as it takes. */
const LONG = 1e11

interface Given {
  readonly position: number
  readonly fence: number
  readonly attempt: number
  readonly event: CloudEvent
}

/** A consumer of a group. Iterate over it, or ask with `next`; settle each delivery. */
export class Consumer implements AsyncDisposable {
  /** @internal */
  readonly native: NativeConsumer
  readonly #tenant: (id: string) => Tenant
  #closed = false

  declare readonly [Symbol.asyncDispose]: () => Promise<void>

  static {
    Object.defineProperty(this.prototype, ASYNC_DISPOSE, {
      value(this: Consumer): Promise<void> {
        return this.close()
      },
    })
  }

  /** Made by `events.consumer`. */
  constructor(native: NativeConsumer, tenant: (id: string) => Tenant) {
    this.native = native
    this.#tenant = tenant
  }

  /**
   * The next event; `null` when none came in time, or when the consumer is closed. It is this consumer's alone until its
   * lease ends. Without `timeoutMs` this waits as long as it takes.
   */
  async next(options: { readonly timeoutMs?: number } & CallOptions = {}): Promise<Delivery | null> {
    const [delivery] = await this.take(1, options.timeoutMs ?? LONG, options.signal)
    return delivery ?? null
  }

  /** @internal */
  async take(max: number, waitMs: number, signal?: AbortSignal): Promise<Delivery[]> {
    if (this.#closed) return []
    return this.deliveries(await settled(signal, (cancel) => this.native.next(max, waitMs, cancel)))
  }

  /** @internal */
  deliveries(text: string): Delivery[] {
    return (JSON.parse(text) as Given[]).map((one) => new Delivery(this.native, one, this.#tenant))
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Delivery, void, undefined> {
    for (let one = await this.next(); one; one = await this.next()) yield one
  }

  /** Ends the waits that are under way. What was delivered can still be settled. */
  async close(): Promise<void> {
    this.#closed = true
    this.native.close()
  }
}

/** An event that is this consumer's for a while. */
export class Delivery {
  readonly #native: NativeConsumer
  readonly #tenant: (id: string) => Tenant
  readonly #fence: number
  #settled = false
  /** The event. */
  readonly event: CloudEvent
  /** Where it stands in the log. */
  readonly position: number
  /** Counts the attempts, from 1. */
  readonly attempt: number

  /** Made by consumers. */
  constructor(native: NativeConsumer, one: Given, tenant: (id: string) => Tenant) {
    this.#native = native
    this.#tenant = tenant
    this.#fence = one.fence
    this.event = one.event
    this.position = one.position
    this.attempt = one.attempt
  }

  /** The handle of the tenant whose event it is; `null` for an event of the host itself. */
  get tenant(): Tenant | null {
    return this.event.tenant === undefined ? null : this.#tenant(this.event.tenant)
  }

  /** @internal */
  get settled(): boolean {
    return this.#settled
  }

  /** The event is done. Rejects with `STALE_LEASE` when the lease ended and another consumer has the event now. */
  async ack(): Promise<void> {
    await this.#answer({ outcome: 'ack' }, true)
  }

  /**
   * The event failed: it comes again after `delayMs`, or after a wait that grows with the attempts. Resolves to whether
   * that was the last attempt, so that the event is a dead letter now.
   */
  async nack(error: unknown = '', options: { readonly delayMs?: number } = {}): Promise<boolean> {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return this.#answer({ outcome: 'nack', attempt: this.attempt, error: why, delay_ms: options.delayMs }, true)
  }

  /** The event was not tried: others may have it at once, and the attempt does not count. */
  async release(): Promise<void> {
    await this.#answer({ outcome: 'release' }, true)
  }

  /** It takes longer: the lease begins anew, of the same length or of this one. */
  async extend(leaseMs?: number): Promise<void> {
    await this.#answer({ outcome: 'extend', lease_ms: leaseMs }, false)
  }

  async #answer(outcome: Readonly<Record<string, unknown>>, settles: boolean): Promise<boolean> {
    const answer = JSON.stringify({ ...outcome, fence: this.#fence })
    const told = await settled(undefined, () => this.#native.settle(answer))
    if (settles) this.#settled = true
    return (JSON.parse(told) as { dead: boolean }).dead
  }
}
