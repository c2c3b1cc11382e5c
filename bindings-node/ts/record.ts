/** What all records share, and what comes with them. */

/** The envelope of every record. */
export interface RecordEnvelope {
  /** Ours and stable: `connection:remoteId`. */
  readonly id: string
  /** The system's own id. */
  readonly remoteId: string
  /** Where a person opens it in the system, when known. */
  readonly remoteUrl: string | null
  /** The system, for example `erpnext`. */
  readonly system: string
  /** The tenant's connection. */
  readonly connection: string
  /** When it was made: an instant in UTC, `2026-11-23T04:00:00Z`. */
  readonly createdAt: string | null
  /** When it was last changed: an instant in UTC. */
  readonly updatedAt: string | null
  /** When it was deleted: an instant in UTC, for systems that keep deleted records. */
  readonly deletedAt: string | null
  /** The token of an optimistic version check; pass it as `ifVersion`. */
  readonly version: string | null
  /** The caller's own key (idempotency key) where the system keeps one. */
  readonly externalRef: string | null
  /** The tenant's own extra fields, as the system sends them. */
  readonly custom: Readonly<Record<string, unknown>>
  /** What was odd about the record but not fatal. */
  readonly warnings: readonly string[]
  /** The system's own JSON, when asked for with `raw: true`. */
  readonly raw?: unknown
}

/** A record of the system that could not be understood; the page went on without it. */
export interface Quarantined {
  /** The JSON pointer of the value that is wrong. */
  readonly pointer: string
  /** Why. */
  readonly reason: string
  /** The record's JSON text, as the system sent it. */
  readonly raw: string
}

/** One page of a list. */
export interface Page<R> {
  readonly records: readonly R[]
  /** The records that could not be understood. */
  readonly quarantined: readonly Quarantined[]
  /** How many there are in all, where the system says so. */
  readonly total: number | null
}

/** A record that is gone. */
export interface Deletion {
  readonly id: string
  readonly remoteId: string
  readonly deletedAt: string | null
}

/** An exact decimal as input: text, or a whole number. What is not whole is written as text, `'0.1'`. */
export type DecimalInput = string | number | bigint

/** An instant as input: RFC 3339 text, a plain date (its midnight in UTC), or a `Date`. */
export type InstantInput = string | Date

/** A filter on a field: a value (equal), or operators that must all hold. */
export type Condition<T> =
  | T
  | null
  | {
      readonly eq?: T | null
      readonly ne?: T | null
      readonly gt?: T
      readonly gte?: T
      readonly lt?: T
      readonly lte?: T
      readonly in?: readonly T[]
      readonly contains?: string
      readonly startsWith?: string
      readonly empty?: boolean
    }

/** What a record can be filtered by, whatever its model. */
export interface EnvelopeFilter {
  readonly createdAt?: Condition<InstantInput>
  readonly updatedAt?: Condition<InstantInput>
}
