/** Flows: handlers that are declared first and called once the bridge listens. */

import { InvalidInputError } from './generated/errors.js'
import type { CloudEvent, EventHandler, EventName, OnOptions, SubscribeOptions } from './event.js'
import type { Delivery } from './consumer.js'
import type { Events } from './events.js'
import { start, type EventSubscription } from './eventsubscription.js'

/** A handler of `bridge.on`, and its subscription once there is one. */
export class Flow {
  readonly id: string
  readonly #named: boolean
  readonly #types: readonly EventName[]
  readonly #options: SubscribeOptions
  #handler: EventHandler
  #subscription: Promise<EventSubscription> | undefined
  #began = false

  constructor(types: EventName | readonly EventName[], handler: EventHandler, options: OnOptions) {
    if (typeof handler !== 'function') throw new InvalidInputError('handler must be a function')
    const { id, ...rest } = options
    this.#types = typeof types === 'string' ? [types] : [...types]
    this.id = id ?? byType(this.#types)
    this.#named = id !== undefined
    this.#handler = handler
    this.#options = rest
  }

  /** Takes the handler of a flow of the same name: code that is loaded again declares its flows again. */
  replace(newer: Flow): void {
    const same = this.#types.length === newer.#types.length && this.#types.every((type, i) => type === newer.#types[i])
    if (!(this.#named && newer.#named && same)) {
      throw new InvalidInputError(`there is a handler '${this.id}' already; give each its own id`)
    }
    this.#handler = newer.#handler
  }

  /** Subscribes, and begins to call the handler in the background unless it is drained. */
  async open(events: Events, all: ReadonlySet<EventSubscription>, background: boolean): Promise<EventSubscription> {
    const known = await this.#subscription
    if (!known || !all.has(known)) this.#subscription = this.#subscribe(events)
    const subscription = await this.#subscription!
    if (background && !this.#began) {
      this.#began = true
      start(subscription)
    }
    return subscription
  }

  async #subscribe(events: Events): Promise<EventSubscription> {
    this.#began = false
    const call = (event: CloudEvent, delivery: Delivery): unknown => this.#handler(event, delivery)
    try {
      return await events.subscribe(this.id, this.#types, call, { ...this.#options, background: false })
    } catch (error) {
      this.#subscription = undefined
      throw error
    }
  }
}

function byType(types: readonly EventName[]): string {
  const [type] = types
  if (types.length === 1 && type && !type.includes('*')) return `on-${type}`
  throw new InvalidInputError('a handler of several types of events needs an id: where it stands is kept under that name')
}
