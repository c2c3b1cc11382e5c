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

/** What a bridge has counted in this process. */
export interface BridgeMetrics {
  readonly connections: readonly ConnectionMetrics[]
  /** Deliveries of webhooks, by the status that they were answered with. */
  readonly webhooks: Readonly<Record<string, number>>
  /** Log records that were dropped because the host reads them too slowly. */
  readonly logRecordsDropped: number
  /** Exports of spans that have failed. */
  readonly spanExportFailures: number
}
