/** What a bridge has counted. */

/** How long things took, in seconds. */
export interface DurationMetrics {
  readonly count: number
  readonly sum: number
  /** Upper bound in seconds, and how many took no longer. */
  readonly buckets: readonly (readonly [number, number])[]
}

/** What one connection has counted in this process, since it was first used or last changed. */
export interface ConnectionMetrics {
  readonly tenant: string
  readonly connection: string
  readonly system: string
  /** The calls that have ended, with all waits and repetitions. */
  readonly calls: DurationMetrics
  readonly attempts: DurationMetrics
  /** Calls that have failed, by the code of the error. */
  readonly failures: Readonly<Record<string, number>>
  readonly retries: number
  /** Reads that were sent a second time because they were slow to answer, and those whose second request came first. */
  readonly hedges: number
  readonly hedgesWon: number
  readonly inFlight: number
  readonly queued: number
  readonly retryTokens: number
  readonly breaker: 'closed' | 'open' | 'half_open' | 'isolated'
}

/** A group of consumers. */
export interface GroupMetrics {
  /** Null for a group of the host. */
  readonly tenant: string | null
  readonly group: string
  /** Positions of the log that it has not looked at yet. */
  readonly behind: number
  /** Its events that are out, or wait to be tried again. */
  readonly open: number
  readonly deadLetters: number
}

/** The change feeds of a resource: one, or one for each parent. */
export interface FeedMetrics {
  readonly tenant: string
  readonly connection: string
  readonly resource: string
  /** How many stand how. */
  readonly states: Readonly<Record<'idle' | 'running' | 'paused' | 'failed', number>>
  /** How long ago the last finished run began, of several the longest; null while none has finished. */
  readonly ageSeconds: number | null
}

/** What a log, or a tenant's part of it, holds. */
export interface LogMetrics {
  readonly events: number
  readonly bytes: number
}

/** What the event log holds, of the host and of the tenants that this process has met. */
export interface EventMetrics {
  /** The whole log; null while the store was not read. */
  readonly log: LogMetrics | null
  readonly tenants: readonly (LogMetrics & { readonly tenant: string })[]
  readonly groups: readonly GroupMetrics[]
}

/** What a bridge has counted in this process, and what its store holds. */
export interface BridgeMetrics {
  readonly connections: readonly ConnectionMetrics[]
  /** Deliveries of webhooks, by the status that they were answered with. */
  readonly webhooks: Readonly<Record<string, number>>
  /** Log records that were dropped because the host reads them too slowly. */
  readonly logRecordsDropped: number
  /** Exports of spans that have failed. */
  readonly spanExportFailures: number
  /** Exports of metrics that have failed. */
  readonly metricExportFailures: number
  /**
   * As of when `events` and `feeds` are; null while the store was not read. It is given 5 ms, and what it answers later is told
   * the next time.
   */
  readonly storeReadAt: string | null
  readonly events: EventMetrics
  readonly feeds: readonly FeedMetrics[]
}
