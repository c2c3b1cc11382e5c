/** Consumers that ask for events themselves, and what they are given. */

import { ASYNC_DISPOSE } from './dispose.js'
import type { CloudEvent } from './event.js'
import type { NativeConsumer } from './native.js'
import { immediate, settled, type CallOptions } from './signal.js'
import type { Tenant } from './tenant.js'
import { json, text } from './wire.js'

/** A year and more: as long as it takes. */
const LONG = 1e11

interface Given {
  readonly position: number
  readonly fence: number
  readonly attempt: number
  readonly event: CloudEvent
  readonly traceparent?: string
}

/** Does a step, with its idempotency key. */
export type Make<T> = (key: string) => Promise<T> | T

/** Finds what an attempt before has made, with the key of its step. */
export type Find<T> = (key: string) => Promise<T | null | undefined> | T | null | undefined

/** What subscriptions do with consumers: no part of the public classes. */
export const inside = {} as {
  take: (consumer: Consumer, max: number, waitMs: number) => Promise<Delivery[]>
  /** The same in the background, where it keeps no process alive; the callback gets a text for `read`, or an error's parts. */
  poll: (consumer: Consumer, max: number, waitMs: number, callback: (text: string) => void) => void
  read: (consumer: Consumer, text: string) => Delivery[]
  settled: (delivery: Delivery) => boolean
}

/** A consumer of a group. Iterate over it, or ask with `next`; settle each delivery. */
export class Consumer implements AsyncDisposable {
  readonly #native: NativeConsumer
  readonly #tenant: (id: string) => Tenant
  #closed = false

  declare readonly [Symbol.asyncDispose]: () => Promise<void>

  static {
    Object.defineProperty(this.prototype, ASYNC_DISPOSE, {
      value(this: Consumer): Promise<void> {
        return this.close()
      },
    })
    inside.take = (consumer, max, waitMs) => consumer.#take(max, waitMs)
    inside.poll = (consumer, max, waitMs, callback) => consumer.#native.poll(max, waitMs, callback)
    inside.read = (consumer, text) => consumer.#read(text)
  }

  /** Made by `events.consumer`. */
  constructor(native: NativeConsumer, tenant: (id: string) => Tenant) {
    this.#native = native
    this.#tenant = tenant
  }

  /**
   * The next event; `null` when none came in time, or when the consumer is closed. It is this consumer's alone until its
   * lease ends. Without `timeoutMs` this waits as long as it takes.
   */
  async next(options: { readonly timeoutMs?: number } & CallOptions = {}): Promise<Delivery | null> {
    const [delivery] = await this.#take(1, options.timeoutMs ?? LONG, options.signal)
    return delivery ?? null
  }

  async #take(max: number, waitMs: number, signal?: AbortSignal): Promise<Delivery[]> {
    if (this.#closed) return []
    return this.#read(await settled(signal, (cancel) => this.#native.next(max, waitMs, cancel)))
  }

  #read(text: string): Delivery[] {
    return (JSON.parse(text) as Given[]).map((one) => new Delivery(this.#native, one, this.#tenant))
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Delivery, void, undefined> {
    for (let one = await this.next(); one; one = await this.next()) yield one
  }

  /** Ends the waits that are under way. What was delivered can still be settled. */
  async close(): Promise<void> {
    this.#closed = true
    this.#native.close()
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
  /** The span of its handling, for `bridge.traced`; `null` unless spans are exported. */
  readonly traceparent: string | null

  static {
    inside.settled = (delivery) => delivery.#settled
  }

  /** Made by consumers. */
  constructor(native: NativeConsumer, one: Given, tenant: (id: string) => Tenant) {
    this.#native = native
    this.#tenant = tenant
    this.#fence = one.fence
    this.event = one.event
    this.position = one.position
    this.attempt = one.attempt
    this.traceparent = one.traceparent ?? null
  }

  /** The handle of the tenant whose event it is; `null` for an event of the host itself. */
  get tenant(): Tenant | null {
    return this.event.tenant === undefined ? null : this.#tenant(this.event.tenant)
  }

  /**
   * The idempotency key of a step: it follows from the group, the event and the name of the step, so every attempt at the
   * event has the same one.
   */
  get key(): (step: string) => string {
    return (step) => this.#key(step)
  }

  /**
   * Does a step of the handling of the event, unless an attempt before has done it. `make` is called with the step's
   * idempotency key: pass it on to a create. For what takes no key, `find` is called before `make` where the step may
   * have been begun before and did not come to its end; it resolves to what was made then, or to `null`.
   *
   * Resolves to what `make` or `find` resolved to, as JSON has it. What a step came to is remembered until the event is
   * settled. The step begins the lease anew. Rejects with `STALE_LEASE` when the event is another consumer's by now.
   *
   * ```ts
   * const project = await step('project', (key) => tenant.projects.tasks.create({ title }, { idempotencyKey: key }))
   * ```
   */
  get step(): <T>(name: string, make: Make<T>, find?: Find<T>) => Promise<T> {
    return (name, make, find) => this.#step(name, make, find)
  }

  #key(step: string): string {
    const { id, source, tenant } = this.event
    const of = JSON.stringify({ name: text('step', step), id, source, tenant })
    return immediate(() => this.#native.stepKey(of))
  }

  async #step<T>(name: string, make: Make<T>, find?: Find<T>): Promise<T> {
    const step = { fence: this.#fence, name: text('name', name) }
    const known = JSON.parse(await settled(undefined, () => this.#native.beginStep(JSON.stringify(step)))) as {
      readonly begun: boolean
      readonly done: boolean
      readonly result: T
    }
    if (known.done) return known.result
    const key = this.#key(name)
    const made = (known.begun && find ? await find(key) : undefined) ?? (await make(key))
    const result = json(made ?? null)
    await settled(undefined, () => this.#native.finishStep(`${JSON.stringify(step).slice(0, -1)},"result":${result}}`))
    return JSON.parse(result) as T
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
