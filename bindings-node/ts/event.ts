/** The shapes of events. */

import type { Delivery } from './consumer.js'
import type { EventType } from './generated/events.js'

/** A type of the catalogue, one of the host's own, or a pattern where patterns may stand: `crm.deal.*`, `*`. */
export type EventName = EventType | (string & {})

/** An event, as it was published: CloudEvents 1.0. Further attributes stand beside these. */
export interface CloudEvent<D = any> {
  readonly specversion: '1.0'
  /** Its id within its source. The same id means the same event: use it as idempotency key. */
  readonly id: string
  /** Who says so, a URI reference. */
  readonly source: string
  /** What happened, for example `crm.deal.won`. */
  readonly type: string
  /** What it happened to. */
  readonly subject?: string
  /** When it happened, RFC 3339 in UTC. */
  readonly time: string
  /** The tenant whose event it is; none for an event of the host itself. */
  readonly tenant?: string
  readonly datacontenttype?: 'application/json'
  readonly data?: D
  readonly [extension: string]: unknown
}

/** What a publisher may say besides type, subject and data. */
export interface PublishOptions {
  /** Its id within its source; publishing the same id again changes nothing. */
  readonly id?: string | undefined
  /** Who says so, a URI reference. */
  readonly source?: string | undefined
  /** When it happened; now without it. */
  readonly time?: string | Date | undefined
  /** Further attributes, for example `{ correlationid: '…' }`. */
  readonly extensions?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** An event to publish. */
export interface NewEvent extends PublishOptions {
  readonly type: EventName
  /** What it happened to. The events of a subject are delivered in order. */
  readonly subject?: string | null | undefined
  /** Anything that JSON can say, up to 1 MiB. */
  readonly data?: unknown
}

/** Where an event stands now. */
export interface Published {
  readonly id: string
  readonly position: number
  /** Whether an event of that source and id was there before. */
  readonly duplicate: boolean
}

/** Where a group begins: `now`, at the `beginning`, at a time, or at a position. */
export type EventStart = 'now' | 'beginning' | number | Date | (string & {})

/** What a consumer may say besides its group and types. */
export interface ConsumerOptions {
  /** Modules that the event's tenant must be able to use, or the event is passed over. */
  readonly requires?: readonly string[] | undefined
  /** Where a new group begins; `now` without it. */
  readonly start?: EventStart | undefined
  /** After so many attempts an event is a dead letter; 10 without it. */
  readonly maxAttempts?: number | undefined
  /** After so long the event of a process that died is given to another consumer; 30 000 without it. */
  readonly leaseMs?: number | undefined
  /**
   * For so long the lease of an event that is not settled is renewed. An hour for a subscription: a handler that takes
   * longer has lost its event, unless it calls `extend`. A consumer renews nothing without it.
   */
  readonly renewMs?: number | undefined
}

/** What a subscription may say besides. */
export interface SubscribeOptions extends ConsumerOptions {
  /** So many events are handled at once, of a subject always one; 16 without it. */
  readonly concurrency?: number | undefined
  /** Whether to begin at once. With `false`, `bridge.drain()` calls the handler. */
  readonly background?: boolean | undefined
}

/** What a handler of `bridge.on` may say besides. */
export interface OnOptions extends Omit<SubscribeOptions, 'background'> {
  /**
   * The name of the group; `on-` and the type without it. Declared again with the same `id` and types, the new handler
   * takes the place of the old one.
   */
  readonly id?: string | undefined
}

/** What is called for an event: with the event, and with its delivery (`tenant`, `step`, `key`, `attempt`). */
export type EventHandler = (event: CloudEvent, delivery: Delivery) => unknown

/** An event of the log. */
export interface LoggedEvent {
  readonly position: number
  readonly event: CloudEvent
}

/** How a group of consumers stands. */
export interface GroupState {
  readonly id: string
  readonly types: readonly string[]
  readonly requires: readonly string[]
  readonly tenant: string | null
  readonly maxAttempts: number
  /** Every event up to here was looked at. */
  readonly position: number
  /** So many events of the log come after that, also such as are not for this group. */
  readonly behind: number
  /** So many subjects have an event that is with a consumer or waits for its next attempt. */
  readonly open: number
  /** So many events are dead letters. */
  readonly dead: number
}

/** An event that was given up. */
export interface DeadLetter extends LoggedEvent {
  readonly id: number
  readonly group: string
  readonly attempts: number
  /** Why the last attempt failed. */
  readonly error: string
  readonly diedAt: string
  /** Whether it was sent again and is not settled yet. */
  readonly replaying: boolean
}

/** Which dead letters: those of these ids, those of a group. */
export type LettersQuery =
  | { readonly ids: readonly number[]; readonly group?: string }
  | { readonly ids?: readonly number[]; readonly group: string }

/** How many events were handled, and how many attempts failed. */
export interface Drained {
  readonly handled: number
  readonly failed: number
}

/** The same of a bridge, and of how many writes the outcome was found out, or stayed unknown. */
export interface BridgeDrained extends Drained {
  readonly resolved: number
  readonly unknown: number
}
