/** Handlers that are called for events. */

import { BridgeError } from './error.js'
import { fromParts } from './errors.js'
import type { CloudEvent, Drained } from './event.js'
import { inside, type Consumer, type Delivery } from './consumer.js'
import { traced } from './trace.js'

/** How long one wait for events takes; it ends when an event comes, and when the subscription is closed. */
const WAIT = 3_600_000
/** After an error of the store the events are asked for again, unless the error is one that stays. */
const PAUSE = 1_000

/** Begins to call the handler in the background. Not a method: who has subscribed has begun, or drains. */
export let start: (subscription: EventSubscription) => void

/** A handler that is called for events. Made by `events.subscribe`. */
export class EventSubscription {
  readonly #consumer: Consumer
  readonly #handler: (event: CloudEvent, delivery: Delivery) => unknown
  readonly #most: number
  readonly #all: Set<EventSubscription>
  readonly #running = new Set<Promise<void>>()
  #closed = false
  #handled = 0
  #failed = 0
  #error: BridgeError | null = null

  /** Made by `events.subscribe`. */
  constructor(
    consumer: Consumer,
    handler: (event: CloudEvent, delivery: Delivery) => unknown,
    concurrency: number,
    all: Set<EventSubscription>,
  ) {
    this.#consumer = consumer
    this.#handler = handler
    this.#most = concurrency
    this.#all = all
    all.add(this)
  }

  /** How many events this subscription has handled. */
  get handled(): number {
    return this.#handled
  }

  /** How many attempts have failed here. */
  get failed(): number {
    return this.#failed
  }

  /** The last error of the log itself; not one of the handler, which is kept with the event. */
  get error(): BridgeError | null {
    return this.#error
  }

  static {
    start = (subscription) => subscription.#start()
  }

  #start(): void {
    if (this.#closed) return
    const free = this.#most - this.#running.size
    if (free === 0) {
      void Promise.race(this.#running).then(() => this.#start())
      return
    }
    inside.poll(this.#consumer, free, WAIT, (text) => this.#given(text))
  }

  #given(text: string): void {
    if (text.startsWith('[')) {
      for (const delivery of inside.read(this.#consumer, text)) this.#begin(delivery)
      this.#start()
      return
    }
    const error = fromParts((JSON.parse(text) as { parts: Parameters<typeof fromParts>[0] }).parts)
    if (error.code === 'CLOSED') return
    this.#error = error
    if (error.retryable) setTimeout(() => this.#start(), PAUSE).unref()
  }

  #begin(delivery: Delivery): void {
    const work = this.#handle(delivery).finally(() => this.#running.delete(work))
    this.#running.add(work)
  }

  async #handle(delivery: Delivery): Promise<void> {
    try {
      try {
        await this.#called(delivery)
      } catch (error) {
        this.#failed += 1
        if (!inside.settled(delivery)) await delivery.nack(error)
        return
      }
      if (!inside.settled(delivery)) await delivery.ack()
      this.#handled += 1
    } catch (error) {
      // Another consumer has the event by now, or the outcome could not be written down: then it comes again.
      if (BridgeError.is(error) && error.code !== 'STALE_LEASE') this.#error = error
    }
  }

  /** Calls the handler: its calls are children of the span of the handling, where spans are exported. */
  #called(delivery: Delivery): unknown {
    const run = (): unknown => this.#handler(delivery.event, delivery)
    return delivery.traceparent === null ? run() : traced(delivery.traceparent, run)
  }

  /** Handles what is due now, and resolves when nothing is, or after `deadlineMs`. */
  async drain(options: { readonly deadlineMs?: number } = {}): Promise<Drained> {
    const end = performance.now() + (options.deadlineMs ?? 30_000)
    const before = { handled: this.#handled, failed: this.#failed }
    while (!this.#closed && performance.now() < end) {
      const free = this.#most - this.#running.size
      const found = free > 0 ? await inside.take(this.#consumer, free, 0) : []
      for (const delivery of found) this.#begin(delivery)
      if (found.length > 0) continue
      if (this.#running.size === 0) break
      await within(Promise.race(this.#running), end)
    }
    await within(Promise.all(this.#running), end)
    return { handled: this.#handled - before.handled, failed: this.#failed - before.failed }
  }

  /** Takes no more events and waits for the handlers that run. The group stays, and where it stands. */
  async close(): Promise<void> {
    this.#closed = true
    this.#all.delete(this)
    await this.#consumer.close()
    await Promise.all(this.#running)
  }
}

/** Waits for a promise, but not after a moment. */
async function within(work: Promise<unknown>, end: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, end - performance.now()))
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
