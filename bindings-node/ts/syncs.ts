/** Change feeds of a tenant, and what they mirror. */

import type { Parts } from './errors.js'
import type { NativeTenant } from './native.js'
import type { Scope } from './resource.js'
import { immediate, settled, type CallOptions } from './signal.js'
import { decode, encode, text } from './wire.js'

/** The options of `tenant.sync`. What is given for `mirror`, `include`, `custom`, `events` and the times is kept. */
export interface SyncOptions extends CallOptions {
  /** The parent, where the system lists only under one: `{ projectId }`. */
  readonly where?: Readonly<Record<string, string>> | undefined
  /** Whether the records are kept, sealed, so that they can be read from here. */
  readonly mirror?: boolean | undefined
  /** Child rows to read with each record, for example `['lines']`. */
  readonly include?: readonly string[] | undefined
  /** The system's names of extra fields. */
  readonly custom?: readonly string[] | undefined
  /** Whether all is read, also where changes could be asked for: finds what no time of a change tells. */
  readonly full?: boolean | undefined
  /** Whether changes are told by events; they are unless told otherwise. */
  readonly events?: boolean | undefined
  /** How much before the last change seen is read again, in milliseconds (60,000). */
  readonly lookbackMs?: number | undefined
  /** How often `bridge.drain()` and `bridge.runSyncs()` run it, in milliseconds; 0 for not any more. */
  readonly everyMs?: number | undefined
  /** How often all is read, in milliseconds (a day); 0 for never by itself. */
  readonly fullEveryMs?: number | undefined
  /** Records per request. */
  readonly pageSize?: number | undefined
  /** After so many pages the run pauses. */
  readonly maxPages?: number | undefined
  /** How long others wait for a process that has died, in milliseconds (120,000). */
  readonly leaseMs?: number | undefined
  /** After so many milliseconds the run pauses. */
  readonly deadlineMs?: number | undefined
  /** The connection to read, where the tenant has several. */
  readonly connection?: string | undefined
  /** Called with the report after each step. */
  readonly onProgress?: ((report: SyncReport) => unknown) | undefined
}

/** Why a run has not proved that it saw everything. */
export type SyncDoubt =
  | 'not_ended'
  | 'quarantined_without_id'
  | 'fewer_than_total'
  | 'total_changed'
  | 'page_shifted'
  | 'hidden_records'
  | 'unconfirmed'
  | 'paged_by_position'
  | 'changed_meanwhile'

/** The proof that a part of a run saw everything, or why it is none. */
export interface SyncCertificate {
  /** Whether everything was seen that was to be read. */
  readonly complete: boolean
  /** What was to be read. */
  readonly covers: 'full' | 'changes'
  /** How the list was walked. */
  readonly way: 'one_page' | 'keyset' | 'cursor' | 'changes' | 'position' | null
  /** Whether it ended by the system's own mark. */
  readonly ended: boolean
  /** How many records the system counted; `null` where it does not. */
  readonly total: number | null
  /** How many it sent. */
  readonly seen: number
  /** Whether it counted the same on every page, and sent as many. */
  readonly totalAgreed: boolean | null
  /** Records that came again because the pages moved. */
  readonly shifted: number
  /** Records that could not be read. */
  readonly quarantined: number
  /** Why it is not complete. */
  readonly whyNot: readonly SyncDoubt[]
}

/** One part of a run: a variant of the resource, or all of it. */
export interface SyncPart {
  readonly part: string | null
  readonly mode: 'full' | 'changes'
  readonly from: string | null
  readonly to: string | null
  readonly certificate: SyncCertificate
}

/** What a run tells, on its way and at its end. */
export interface SyncReport {
  readonly resource: string
  readonly connection: string
  /** Counts the runs of the feed. */
  readonly run: number
  /** `paused`: it stopped at its budget, the next call goes on. */
  readonly status: 'running' | 'paused' | 'finished'
  /** What it reads: everything, or what has changed. */
  readonly mode: 'full' | 'changes'
  /** Whether nothing was known before. */
  readonly backfill: boolean
  readonly created: number
  readonly updated: number
  readonly deleted: number
  readonly unchanged: number
  readonly quarantined: number
  readonly events: number
  readonly pages: number
  /** How many records there are, where the system tells. */
  readonly total: number | null
  /** From when on changes were asked for, by the system's time. */
  readonly from: string | null
  /** Up to when changes were seen, by the system's time. */
  readonly to: string | null
  /** Whether everything was seen, all parts taken together. */
  readonly complete: boolean
  /** Why not. */
  readonly whyNot: readonly SyncDoubt[]
  readonly parts: readonly SyncPart[]
  /** The first records that could not be read. */
  readonly quarantine: readonly { readonly id: string | null; readonly pointer: string; readonly reason: string }[]
  readonly startedAt: string
  readonly finishedAt: string | null
}

/** A change feed as it is kept. */
export interface SyncInfo {
  readonly connection: string
  readonly resource: string
  readonly where: Readonly<Record<string, string>> | null
  readonly mirror: boolean
  readonly events: boolean
  readonly everyMs: number | null
  /** When it is to run next. */
  readonly dueAt: string | null
  /** What is known is at least as new as this. */
  readonly asOf: string | null
  /** How many records it knows. */
  readonly records: number
  /** Who runs it, and until when he may. */
  readonly running: { readonly owner: string; readonly until: string } | null
  /** The run that is under way or paused. */
  readonly run: SyncReport | null
  /** The last finished run. */
  readonly last: SyncReport | null
  /** Why the last scheduled run failed. */
  readonly error: Parts | null
}

/** What became of a feed that was due. */
export interface DueSync {
  readonly tenant: string
  readonly connection: string
  readonly resource: string
  readonly report?: SyncReport
  readonly error?: Parts
}

/** Records as the mirror has them. */
export interface MirrorPage<R> {
  /** The records, by id. */
  readonly records: readonly R[]
  /** They are at least as new as this, by the clock of this host. */
  readonly asOf: string
  /** How long that is ago, in milliseconds. */
  readonly ageMs: number
  /** Pass it as `after` for the next page; `null` behind the last. */
  readonly next: string | null
}

/** One record, from the mirror or from the system. */
export interface MirrorRead<R> {
  readonly record: R
  /** It is at least as new as this, by the clock of this host. */
  readonly asOf: string
  /** How long that is ago, in milliseconds. */
  readonly ageMs: number
  /** `system` where the mirror was too old. */
  readonly source: 'mirror' | 'system'
}

/** Runs a change feed step by step. */
export async function runSync(tenant: NativeTenant, resource: string, options: SyncOptions): Promise<SyncReport> {
  const { signal, onProgress, ...rest } = options
  signal?.throwIfAborted()
  const run = immediate(() => tenant.sync(text('resource', resource), encode(rest)))
  try {
    let report: SyncReport | undefined
    for (;;) {
      const step = await settled(signal, (cancel) => run.next(cancel))
      if (step === null) return report!
      report = decode<SyncReport>(step)
      onProgress?.(report)
    }
  } finally {
    // A run that was left early is free for others at once.
    run.close()
  }
}

/** The change feeds that a tenant has: `tenant.sync()` makes and runs one. */
export class Syncs {
  readonly #native: NativeTenant

  /** Made by a tenant. */
  constructor(native: NativeTenant) {
    this.#native = native
  }

  /** The feeds: what they read, when they are due, who runs them, and what became of the last run. */
  async list(options: CallOptions = {}): Promise<SyncInfo[]> {
    return decode(await settled(options.signal, (cancel) => this.#native.syncs(cancel)))
  }

  /**
   * Forgets a feed with its mirror and its schedule; the next run begins anew. Rejects with `NOT_FOUND` where there is
   * none, and with `CONFLICT` while it runs.
   */
  async forget(resource: string, options: Pick<SyncOptions, 'where' | 'connection' | 'signal'> = {}): Promise<void> {
    const { signal, ...rest } = options
    await settled(signal, (cancel) => this.#native.forgetSync(text('resource', resource), encode(rest), cancel))
  }
}

/**
 * What the last run of a resource's change feed has kept: read without asking the system, with its age. It is there once
 * a run with `mirror` has ended, and serves also while the system cannot be reached.
 */
export class Mirror<R, F = object> {
  readonly #scope: Scope
  readonly #path: string

  /** Made by a resource. */
  constructor(scope: Scope, path: string) {
    this.#scope = scope
    this.#path = path
  }

  /**
   * A page of the mirror by id: 100 records, or `limit` (1 to 1000), from behind `after`, the `next` of another page.
   * `where` is that of a list; every field of the model can be filtered by here, whatever the system can.
   * Rejects with `INVALID_INPUT` where there is no mirror, and with `MODULE_INACTIVE` like the system itself.
   */
  async list(
    options: CallOptions & {
      readonly where?: F | undefined
      readonly after?: string | null | undefined
      readonly limit?: number | undefined
      readonly connection?: string | undefined
    } = {},
  ): Promise<MirrorPage<R>> {
    const { signal, ...rest } = options
    const chosen = encode({ connection: this.#scope.connection, ...rest })
    return JSON.parse(await settled(signal, (cancel) => this.#scope.tenant.mirrorPage(this.#path, chosen, cancel)))
  }

  /**
   * One record of the mirror; where the mirror is older than `maxAgeMs`, the record is read from the system. Rejects with
   * `NOT_FOUND` where the mirror does not have it.
   */
  async get(
    id: string,
    options: CallOptions & {
      readonly maxAgeMs?: number | undefined
      readonly deadlineMs?: number | undefined
      readonly connection?: string | undefined
    } = {},
  ): Promise<MirrorRead<R>> {
    const { signal, ...rest } = options
    const chosen = encode({ connection: this.#scope.connection, ...rest })
    const read = (cancel?: Parameters<NativeTenant['mirrorGet']>[3]) =>
      this.#scope.tenant.mirrorGet(this.#path, text('id', id), chosen, cancel)
    return JSON.parse(await settled(signal, read))
  }
}
