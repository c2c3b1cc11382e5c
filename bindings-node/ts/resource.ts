/** A resource of a tenant: list, get, create, update, upsert, delete, and the actions of its system. */

import { Attachments, type AttachedTo } from './attachments.js'
import { createMany, type CreateManyOptions, type Outcome } from './many.js'
import type { CancelHandle, NativeTenant } from './native.js'
import { planText, type WritePlan, type WritePlanData } from './plan.js'
import { Plans } from './plans.js'
import { Query } from './query.js'
import type { Deletion, InstantInput } from './record.js'
import { settled, type CallOptions } from './signal.js'
import { Mirror } from './syncs.js'
import { Watch, type WatchOptions } from './watch.js'
import { decode, encode, fieldNames, text } from './wire.js'

/** What a call is bound to: the tenant and, below a connection, that connection's name. */
export interface Scope {
  readonly tenant: NativeTenant
  readonly connection?: string
}

/** What every operation takes. */
export interface OperationOptions extends CallOptions {
  /** The connection to ask, where the tenant has several. */
  readonly connection?: string | undefined
  /** Milliseconds for the whole call; for a list, for each page. */
  readonly deadlineMs?: number | undefined
  /** Nobody waits for it: it leaves room in the system's rate budget for calls that somebody waits for. */
  readonly background?: boolean | undefined
}

/** The options of an operation that resolves to a record. */
export interface RecordOptions extends OperationOptions {
  /** Whether the record carries the system's own JSON. */
  readonly raw?: boolean | undefined
}

/** The options of `get`. */
export interface GetOptions extends RecordOptions {
  /** Whether it is asked for a second time where the answer is slow to come; as the policies say unless told otherwise. */
  readonly hedge?: boolean | undefined
}

/** The names to sort by: fields, `-` in front for descending. */
export type SortKey<F> = (keyof F & string) | `-${keyof F & string}`

/** The options of `list` beside the filters by field. */
export interface ListControls<F> extends RecordOptions {
  /** Child rows to fetch with the list, for example `['lines']`. */
  readonly include?: readonly string[] | undefined
  /** The system's names of extra fields to fetch into `custom`. */
  readonly custom?: readonly string[] | undefined
  /** Filters by field: a value (equal), or operators. All must hold. */
  readonly where?: F | undefined
  /** Field names, `-` in front for descending: `['-issueDate', 'number']`. */
  readonly sort?: SortKey<F> | readonly SortKey<F>[] | undefined
  /** At most so many records. */
  readonly limit?: number | undefined
  /** Records per request; the system's maximum is respected. */
  readonly pageSize?: number | undefined
  /** Only records changed at or after this instant. */
  readonly updatedSince?: InstantInput | undefined
  /** The most pages that are read ahead, 0 to 4; otherwise it follows how fast they are taken. */
  readonly prefetch?: number | undefined
  /** Whether a page that is slow to come is asked for a second time; as the policies say unless told otherwise. */
  readonly hedge?: boolean | undefined
}

/** The options of `list`: every field is a filter. */
export type ListOptions<F> = { readonly [K in keyof F]?: F[K] | undefined } & ListControls<F>

/** The options of `create`. */
export interface CreateOptions extends RecordOptions {
  /** The same call with the same key makes one record only, also when an answer was lost. */
  readonly idempotencyKey?: string | undefined
}

/** The options of a write to a record that is there. */
export interface WriteOptions extends RecordOptions {
  /** The same call with the same key is done once. */
  readonly idempotencyKey?: string | undefined
}

/** The options of `update`. */
export interface UpdateOptions extends WriteOptions {
  /** The record's `version`: the call fails with `CONFLICT` where the record changed since it was read. */
  readonly ifVersion?: string | null | undefined
}

/** The options of `upsert`. */
export interface UpsertOptions<I = unknown> extends RecordOptions {
  /** The fields by which the record is found. Leave it out where the system has chosen them (`upsertBy`). */
  readonly by?: (keyof I & string) | readonly (keyof I & string)[] | readonly string[] | undefined
  /**
   * Whether a record that is found is changed; it is unless told otherwise. With `false` it is answered as it is (find or
   * create), where the capabilities say `findOrCreate`; the answer does not tell whether it was found or made.
   */
  readonly update?: boolean | undefined
  /** The key, where the record is found by `externalRef`. */
  readonly idempotencyKey?: string | undefined
}

/** The options of `deletions`. */
export interface DeletionOptions extends OperationOptions {
  /** Only what was deleted at or after this instant. */
  readonly since?: InstantInput | undefined
}

const CONTROLS = new Set<string>([
  'connection',
  'deadlineMs',
  'background',
  'where',
  'sort',
  'limit',
  'pageSize',
  'updatedSince',
  'include',
  'custom',
  'raw',
  'prefetch',
  'hedge',
] satisfies (keyof ListControls<unknown>)[])

/**
 * A named collection of a module, in the tenant's system: `tenant.accounting.invoices`. `R` is the record, `I` the
 * input, `F` what a list can be filtered by. All methods reject with a `BridgeError`, or with the signal's reason.
 */
export class Resource<R, I, F> {
  readonly #scope: Scope
  readonly #path: string

  /** Made by the namespaces of a tenant. */
  constructor(scope: Scope, path: string) {
    this.#scope = scope
    this.#path = path
  }

  /** The full name, for example `accounting.invoices`. */
  get path(): string {
    return this.#path
  }

  /** What the last run of the change feed has kept of the resource. */
  get mirror(): Mirror<R, F> {
    return new Mirror<R, F>(this.#scope, this.#path)
  }

  /**
   * A lazy query: nothing is asked before it is iterated, and it may be iterated again.
   *
   * ```ts
   * invoices.list({ direction: 'sales', total: { gte: '100' }, sort: '-issueDate', signal })
   * ```
   */
  list(options: ListOptions<F> = {} as ListOptions<F>): Query<R> {
    const { signal, where, sort, include, ...rest } = options as ListControls<object> & Record<string, unknown>
    const chosen: Record<string, unknown> = { connection: this.#scope.connection }
    const filters: Record<string, unknown> = { ...where }
    for (const [name, value] of Object.entries(rest)) {
      if (value !== undefined) (CONTROLS.has(name) ? chosen : filters)[name] = value
    }
    if (Object.keys(filters).length > 0) chosen['where'] = filters
    chosen['sort'] = fieldNames(sort as readonly string[] | string | undefined)
    chosen['include'] = fieldNames(include)
    return new Query({ tenant: this.#scope.tenant, resource: this.#path, options: chosen, signal })
  }

  /** One record by its `id`. Rejects with `NOT_FOUND`. */
  async get(id: string, options: GetOptions = {}): Promise<R> {
    const chosen = this.#options(options)
    return this.#record(options, (tenant, cancel) => tenant.get(this.#path, text('id', id), chosen, cancel))
  }

  /**
   * Creates a record and resolves to it as the system holds it. With an `idempotencyKey` the same call, made again,
   * gives the same record, not a second one, also when an answer was lost. Rejects with `INVALID_INPUT`,
   * `CONFLICT` (the key was used for other input) and `OUTCOME_UNKNOWN` (the system may have done it, and cannot say).
   */
  async create(input: I, options: CreateOptions = {}): Promise<R> {
    const [given, chosen] = [encode(input), this.#options(options)]
    return this.#record(options, (tenant, cancel) => tenant.create(this.#path, given, chosen, cancel))
  }

  /**
   * Creates many records, a few at a time; resolves to one outcome for each input, in their order: a record or an error.
   * When the signal is aborted, nothing more is sent, what is under way is waited for, and what was not sent has the
   * error `CANCELLED`.
   *
   * ```ts
   * const outcomes = await tenant.financeAi.sentiments.createMany(news, { concurrency: 8, signal })
   * const failed = outcomes.filter((outcome) => !outcome.ok)
   * ```
   */
  async createMany(inputs: readonly I[], options: CreateManyOptions<R, I> = {}): Promise<Outcome<R>[]> {
    const connection = options.connection ?? this.#scope.connection
    return createMany(this.#scope.tenant, this.#path, inputs, { ...options, connection })
  }

  /**
   * A record that is a job, to be iterated state by state, or waited for; nothing is asked before that. Iterating rejects
   * with `UNSUPPORTED` where the resource has no jobs in this system.
   */
  watch(id: string, options: WatchOptions = {}): Watch<R> {
    const connection = options.connection ?? this.#scope.connection
    return new Watch<R>(this.#scope.tenant, this.#path, text('id', id), { ...options, connection })
  }

  /** The writes, planned: shown and not done. `apply` does what a plan shows. */
  get plan(): Plans<R, I> {
    return new Plans<R, I>(this.#scope, this.#path)
  }

  /**
   * Does what a plan shows and resolves to the record as it is afterwards; `null` after a delete. Applied twice, it is done
   * once: the second time resolves to what the first one made. Rejects with `CONFLICT` where the record has changed since
   * the plan was made, or the plan has expired, and with `NOT_FOUND` where it is no plan of this tenant's, or was changed.
   */
  async apply(
    plan: WritePlan<R> | WritePlanData | string,
    options: CallOptions & { readonly deadlineMs?: number | undefined } = {},
  ): Promise<R | null> {
    const { signal, ...rest } = options
    const [given, chosen] = [planText(plan), encode({ ...rest, resource: this.#path })]
    const record = await settled(signal, (cancel) => this.#scope.tenant.applyWrite(given, chosen, cancel))
    return record === null ? null : (JSON.parse(record) as R)
  }

  /** Changes the given fields and resolves to the record as it is afterwards. */
  async update(id: string, input: I, options: UpdateOptions = {}): Promise<R> {
    const [given, chosen] = [encode(input), this.#options(options)]
    return this.#record(options, (tenant, cancel) => tenant.update(this.#path, text('id', id), given, chosen, cancel))
  }

  /**
   * Creates a record, or changes the one with the same values in the fields of `by`; one step of the system's.
   *
   * ```ts
   * await tenant.crm.companies.upsert({ name: 'Beispiel AG', website: 'https://beispiel.test' }, { by: 'website' })
   * ```
   *
   * Rejects with `UNSUPPORTED` where the system has no such operation: it is never put together from a search and a
   * write, which would make two records of two callers.
   */
  async upsert(input: I, options: UpsertOptions<I> = {}): Promise<R> {
    const by = fieldNames(options.by as readonly string[] | string | undefined)
    const [given, chosen] = [encode(input), this.#options({ ...options, by })]
    return this.#record(options, (tenant, cancel) => tenant.upsert(this.#path, given, chosen, cancel))
  }

  /** Deletes a record. Rejects with `NOT_FOUND`, and with `CONFLICT` where its state does not allow it. */
  async delete(id: string, options: WriteOptions = {}): Promise<void> {
    const chosen = this.#options(options)
    const { tenant } = this.#scope
    await settled(options.signal, (cancel) => tenant.delete(this.#path, text('id', id), chosen, cancel))
  }

  /**
   * A named action of the system, for example `submit`; resolves to the record as it is afterwards. Rejects with
   * `UNSUPPORTED` where the system has no such action and with `CONFLICT` where the record's state does not allow it.
   */
  async action(id: string, name: string, input: object | null = null, options: WriteOptions = {}): Promise<R> {
    const [given, chosen] = [encode(input ?? {}), this.#options(options)]
    return this.#record(options, (tenant, cancel) =>
      tenant.action(this.#path, text('id', id), text('name', name), given, chosen, cancel),
    )
  }

  /**
   * The files that hang on a record; nothing is asked before it is used. NocoBase keeps files in fields of its records:
   * `field` says in which, where a collection has several. Elsewhere they hang on the record itself, and it is refused.
   */
  attachments(recordId: string, options: AttachedTo = {}): Attachments {
    const { tenant, connection } = this.#scope
    return new Attachments(tenant, this.#path, recordId, options.connection ?? connection, options.field)
  }

  /** What was deleted since an instant. Rejects with `UNSUPPORTED` where the system cannot say. */
  async deletions(options: DeletionOptions = {}): Promise<Deletion[]> {
    const chosen = this.#options(options)
    const { tenant } = this.#scope
    return decode(await settled(options.signal, (cancel) => tenant.deletions(this.#path, chosen, cancel)))
  }

  #options(options: CreateOptions | UpdateOptions | UpsertOptions | DeletionOptions): string {
    const { signal: _, ...rest } = options
    return encode({ ...rest, connection: options.connection ?? this.#scope.connection })
  }

  async #record(
    options: CallOptions,
    call: (tenant: NativeTenant, cancel?: CancelHandle) => Promise<string>,
  ): Promise<R> {
    return JSON.parse(await settled(options.signal, (cancel) => call(this.#scope.tenant, cancel))) as R
  }
}
