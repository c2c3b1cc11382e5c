/** The write ledger: what is in flight, what nobody knows, and what became of it. */

import type { NativeTenant } from './native.js'
import { planText, type WritePlan, type WritePlanData } from './plan.js'
import type { RecordEnvelope } from './record.js'
import { settled, type CallOptions } from './signal.js'
import { decodeFields, encode, text } from './wire.js'

/**
 * How far a write has come: `intent` (surely not sent), `sent` (its call may be under way), `unknown` (nobody knows whether
 * it happened), `known` (done).
 */
export type WriteState = 'intent' | 'sent' | 'unknown' | 'known'

/** A write in the ledger. */
export interface WriteEntry {
  readonly key: string
  /** Whether the key is the caller's. Only such writes stay once they are known. */
  readonly given: boolean
  readonly state: WriteState
  readonly connection: string
  /** For example `accounting.invoices.create`. */
  readonly operation: string
  readonly effect: 'idempotent' | 'keyed' | 'unsafe' | null
  readonly recordId: string | null
  readonly beganAt: string
  /** When its call has surely ended. */
  readonly dueAt: string
  readonly settledAt: string | null
  /** Whether the same call may be made again, with its key if it had one. */
  readonly repeatable: boolean | null
  /** What to do. */
  readonly advice: string | null
  /** What was sent; only `get` tells it, and only while the outcome is open. */
  readonly input?: Readonly<Record<string, unknown>>
}

/** What a look into the system has shown. */
export interface ResolvedWrite extends Omit<WriteEntry, 'state'> {
  /** `not_applied`: it surely did not happen, and the key is free. */
  readonly state: WriteState | 'not_applied'
  /** The record as it is now. */
  readonly record?: Readonly<Record<string, unknown>> | null
  /** The fields of the input that it does not hold. */
  readonly differs?: readonly string[]
  /** When another look may tell more. */
  readonly retryAfterMs?: number | null
}

/** Which write, where a key was used for several. */
export interface WriteChoice extends CallOptions {
  readonly connection?: string | undefined
  readonly operation?: string | undefined
}

/** The tenant's write ledger. Each write is entered before it is sent, and its outcome when it is known. */
export class Writes {
  readonly #native: NativeTenant

  /** Made by a tenant. */
  constructor(native: NativeTenant) {
    this.#native = native
  }

  /**
   * The writes that fit, the newest first; 100 unless told otherwise, 1 000 at the most.
   *
   * ```ts
   * for (const write of await tenant.writes.list({ state: 'unknown' })) console.log(write.key, write.advice)
   * ```
   */
  async list(
    options: WriteChoice & { readonly state?: WriteState | undefined; readonly limit?: number | undefined } = {},
  ): Promise<WriteEntry[]> {
    const { signal, ...rest } = options
    return decodeFields(await settled(signal, (cancel) => this.#native.writes(encode(rest), cancel)))
  }

  /** One write by its key, with the `input` that was sent while its outcome is open. Rejects with `NOT_FOUND`. */
  async get(key: string, options: WriteChoice = {}): Promise<WriteEntry> {
    const { signal, ...rest } = options
    return decodeFields(await settled(signal, (cancel) => this.#native.write(text('key', key), encode(rest), cancel)))
  }

  /**
   * Finds out what became of a write: looks for it in the system, by the system's own key or by its record. Resolves to
   * the entry with its new `state`.
   */
  async resolve(
    key: string,
    options: WriteChoice & { readonly deadlineMs?: number | undefined } = {},
  ): Promise<ResolvedWrite> {
    const { signal, ...rest } = options
    const chosen = encode(rest)
    return decodeFields(await settled(signal, (cancel) => this.#native.resolveWrite(text('key', key), chosen, cancel)))
  }

  /**
   * Tells what became of a write, where the bridge cannot find out: `applied` (of a create with the `recordId`), or
   * `not_applied`, which frees the key. Rejects with `CONFLICT` where the write is known to have happened, or its call may
   * still be under way.
   */
  async settle(
    key: string,
    outcome: 'applied' | 'not_applied',
    options: WriteChoice & { readonly recordId?: string | undefined } = {},
  ): Promise<void> {
    const { signal, ...rest } = options
    const chosen = encode({ ...rest, outcome })
    await settled(signal, (cancel) => this.#native.settleWrite(text('key', key), chosen, cancel))
  }

  /** Applies a plan of any resource; as `apply` of the resource. */
  async apply(
    plan: WritePlan | WritePlanData | string,
    options: CallOptions & { readonly deadlineMs?: number | undefined } = {},
  ): Promise<RecordEnvelope | null> {
    const { signal, ...rest } = options
    const [given, chosen] = [planText(plan), encode(rest)]
    const record = await settled(signal, (cancel) => this.#native.applyWrite(given, chosen, cancel))
    return record === null ? null : (JSON.parse(record) as RecordEnvelope)
  }
}
