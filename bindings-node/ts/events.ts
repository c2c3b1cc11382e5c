/** Events: publishing, subscribing, consuming, and what could not be delivered. */

import { toBridgeError } from './errors.js'
import { InvalidInputError } from './generated/errors.js'
import { Consumer, Delivery } from './consumer.js'
import type {
  CloudEvent,
  ConsumerOptions,
  DeadLetter,
  EventName,
  EventStart,
  GroupState,
  LettersQuery,
  LoggedEvent,
  NewEvent,
  Published,
  PublishOptions,
  SubscribeOptions,
} from './event.js'
import type { NativeEvents } from './native.js'
import { settled, type CallOptions } from './signal.js'
import { EventSubscription, start } from './eventsubscription.js'
import type { Tenant } from './tenant.js'
import { json, text } from './wire.js'

/** What a bridge keeps of its subscriptions. */
export interface Subscriptions {
  readonly all: Set<EventSubscription>
  readonly tenant: (id: string) => Tenant
}

/** The events of a tenant (`tenant.events`), or of all tenants and the host (`bridge.events`). */
export class Events {
  readonly #native: NativeEvents
  readonly #shared: Subscriptions
  /** The events that were given up. */
  readonly deadLetters: DeadLetters

  /** Made by `bridge.events` and `tenant.events`. */
  constructor(native: NativeEvents, shared: Subscriptions) {
    this.#native = native
    this.#shared = shared
    this.deadLetters = new DeadLetters(native)
  }

  /**
   * Publishes an event. When the promise resolves the event is on the disk, and every group that wants it will get it.
   * Publishing the same `id` again changes nothing.
   *
   * ```ts
   * await tenant.events.publish('crm.deal.won', deal.id, { amount: deal.amount }, { id: `won-${deal.id}` })
   * ```
   *
   * Rejects with `INVALID_INPUT`, with `MODULE_INACTIVE` where the type is a module's that the tenant may not use, and with
   * `BACKPRESSURE` when the log, or the tenant's part of it, is full.
   */
  async publish(
    type: EventName,
    subject?: string | null,
    data?: unknown,
    options: PublishOptions & CallOptions = {},
  ): Promise<Published> {
    const { signal, ...rest } = options
    const [made] = await this.publishMany([{ ...rest, type, subject, data }], { signal })
    return made!
  }

  /** Publishes events in this order, all or none. */
  async publishMany(events: readonly NewEvent[], options: CallOptions = {}): Promise<Published[]> {
    const given = json(events.map(({ subject, ...event }) => ({ ...event, subject: subject ?? undefined })))
    return JSON.parse(await settled(options.signal, (cancel) => this.#native.publish(given, cancel))) as Published[]
  }

  /**
   * Calls a handler for each event, in the background, until the subscription or the bridge is closed. It resolves: the
   * event is done. It rejects: the event comes again after a wait that grows, and is a dead letter after `maxAttempts`.
   * All subscriptions of one `id`, in all processes and both languages, share the events. A subscription that waits does
   * not keep the process alive.
   *
   * ```ts
   * await bridge.events.subscribe('deal-won', 'crm.deal.won', async (event, { tenant, attempt }) => {
   *   await tenant!.projects.projects.create({ name: String(event.subject) }, { idempotencyKey: event.id })
   * }, { requires: ['crm', 'projects'] })
   * ```
   */
  async subscribe(
    id: string,
    types: EventName | readonly EventName[],
    handler: (event: CloudEvent, delivery: Delivery) => unknown,
    options: SubscribeOptions & CallOptions = {},
  ): Promise<EventSubscription> {
    if (typeof handler !== 'function') throw new InvalidInputError('handler must be a function')
    const { concurrency = 16, background = true, renewMs = 3_600_000, ...rest } = options
    if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
      throw new InvalidInputError('concurrency must be a whole number from 1')
    }
    const consumer = await this.consumer(id, types, { ...rest, renewMs })
    const subscription = new EventSubscription(consumer, handler, concurrency, this.#shared.all)
    if (background) start(subscription)
    return subscription
  }

  /**
   * A consumer that asks for events itself, for workers with a loop of their own.
   *
   * ```ts
   * await using consumer = await tenant.events.consumer('packing', 'order.*')
   * for await (const delivery of consumer) await delivery.ack()
   * ```
   */
  async consumer(
    id: string,
    types: EventName | readonly EventName[],
    options: ConsumerOptions & CallOptions = {},
  ): Promise<Consumer> {
    const { signal, requires = [], start: from = 'now', maxAttempts, leaseMs, renewMs = 0 } = options
    const given = json({
      id: text('id', id),
      types: typeof types === 'string' ? [types] : types,
      requires,
      start: from,
      max_attempts: maxAttempts,
      lease_ms: leaseMs,
      renew_ms: renewMs,
    })
    const native = immediateConsumer(this.#native, given)
    await settled(signal, (cancel) => native.open(cancel))
    return new Consumer(native, this.#shared.tenant)
  }

  /** The events of the log after a position, oldest first. */
  async list(options: { readonly after?: number; readonly limit?: number } & CallOptions = {}): Promise<LoggedEvent[]> {
    const { signal, ...rest } = options
    return JSON.parse(await settled(signal, (cancel) => this.#native.list(json(rest), cancel))) as LoggedEvent[]
  }

  /** The groups of consumers: what they consume and how far behind they are. */
  async groups(options: CallOptions = {}): Promise<GroupState[]> {
    const found = JSON.parse(await settled(options.signal, (cancel) => this.#native.groups(cancel))) as (Omit<
      GroupState,
      'maxAttempts'
    > & { max_attempts: number })[]
    return found.map(({ max_attempts: maxAttempts, ...group }) => ({ ...group, maxAttempts }))
  }

  /** Forgets a group, where it stands and its dead letters. What nobody consumes any more holds up the log. */
  async forget(id: string, options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.forget(text('id', id), cancel))
  }

  /**
   * Lets a group begin anew: at the `beginning`, `now`, at a time, or at a position. `MODULE_INACTIVE` for a tenant's group
   * that would get nothing, for want of a module.
   */
  async replay(id: string, start: EventStart = 'beginning', options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.replay(text('id', id), json(start), cancel))
  }
}

/** The events that were given up after their last attempt, with the reason. */
export class DeadLetters {
  readonly #native: NativeEvents

  /** Made by `events.deadLetters`. */
  constructor(native: NativeEvents) {
    this.#native = native
  }

  /** The dead letters, oldest first. */
  async list(
    options: { readonly group?: string; readonly after?: number; readonly limit?: number } & CallOptions = {},
  ): Promise<DeadLetter[]> {
    const { signal, ...rest } = options
    const found = JSON.parse(await settled(signal, (cancel) => this.#native.deadLetters(json(rest), cancel))) as (Omit<
      DeadLetter,
      'diedAt'
    > & { died_at: string })[]
    return found.map(({ died_at: diedAt, ...letter }) => ({ ...letter, diedAt }))
  }

  /**
   * Delivers dead letters again, to their group, with as many attempts as new events. Resolves to how many. Those of a module
   * that their tenant may not use now stay; `MODULE_INACTIVE` when that leaves none.
   */
  async replay(which: LettersQuery, options: CallOptions = {}): Promise<number> {
    return settled(options.signal, (cancel) => this.#native.replayDeadLetters(json(which), cancel))
  }

  /** Gives dead letters up for good. Resolves to how many. */
  async drop(which: LettersQuery, options: CallOptions = {}): Promise<number> {
    return settled(options.signal, (cancel) => this.#native.dropDeadLetters(json(which), cancel))
  }
}

function immediateConsumer(native: NativeEvents, options: string) {
  try {
    return native.consumer(options)
  } catch (error) {
    throw toBridgeError(error)
  }
}
