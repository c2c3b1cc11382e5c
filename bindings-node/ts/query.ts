/** A list that is asked for lazily, page by page, as often as it is iterated. */

import type { NativeTenant } from './native.js'
import type { Page, Quarantined } from './record.js'
import { immediate, settled } from './signal.js'
import { encode } from './wire.js'

/** What a query is made of. */
export interface QueryPlan {
  readonly tenant: NativeTenant
  readonly resource: string
  readonly options: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal | undefined
  readonly progress?: (done: number, total: number | null) => unknown
}

/**
 * A list of records of one resource. Nothing is asked before it is iterated, and each iteration asks anew. Iterating
 * holds one page at a time; pages that come next are fetched meanwhile.
 *
 * ```ts
 * const invoices = tenant.accounting.invoices.list({ direction: 'sales' })
 * for await (const invoice of invoices) console.log(invoice.number, invoice.total)
 * ```
 */
export class Query<R> implements AsyncIterable<R> {
  #plan: QueryPlan
  #quarantined: readonly Quarantined[] = []
  #total: number | null = null

  /** Made by `list()`. */
  constructor(plan: QueryPlan) {
    this.#plan = plan
  }

  /** The records of the last run that could not be understood. */
  get quarantined(): readonly Quarantined[] {
    return this.#quarantined
  }

  /** How many records the system said there are, in the last run. */
  get total(): number | null {
    return this.#total
  }

  /** The pages of a new run, each with its records, what was quarantined, and the total where it is known. */
  async *pages(): AsyncGenerator<Page<R>, void, undefined> {
    const { tenant, resource, options, signal, progress } = this.#plan
    signal?.throwIfAborted()
    const listing = immediate(() => tenant.list(resource, encode(options)))
    this.#quarantined = []
    this.#total = null
    let done = 0
    try {
      for (;;) {
        const text = await settled(signal, (cancel) => listing.nextPage(cancel))
        if (text === null) return
        const page = JSON.parse(text) as Page<R>
        if (page.quarantined.length > 0) this.#quarantined = [...this.#quarantined, ...page.quarantined]
        this.#total = page.total ?? this.#total
        done += page.records.length
        progress?.(done, this.#total)
        yield page
      }
    } finally {
      listing.close()
    }
  }

  /** The records of a new run. */
  [Symbol.asyncIterator](): AsyncIterableIterator<R> {
    return new Records(this.pages())
  }

  /** All records of a new run. */
  async toArray(): Promise<R[]> {
    const records: R[] = []
    for await (const page of this.pages()) for (const record of page.records) records.push(record)
    return records
  }

  /** The first record, or `undefined`. Asks for one record only. */
  async first(): Promise<R | undefined> {
    const [record] = await this.preview(1)
    return record
  }

  /** At most so many of the first records, with one request where the system allows it. */
  async preview(rows = 20): Promise<R[]> {
    const limit = this.#plan.options['limit']
    const most = typeof limit === 'number' ? Math.min(rows, limit) : rows
    return new Query<R>({ ...this.#plan, options: { ...this.#plan.options, limit: most } }).toArray()
  }

  /** The same query, which calls `callback(done, total)` after each page; the total may be unknown (`null`). */
  progress(callback: (done: number, total: number | null) => unknown): Query<R> {
    return new Query<R>({ ...this.#plan, progress: callback })
  }
}

/** Iterates over the records of pages. Within a page it needs no generator, which costs three turns per record. */
class Records<R> implements AsyncIterableIterator<R> {
  #pages: AsyncGenerator<Page<R>, void, undefined>
  #records: readonly R[] = []
  #next = 0
  #turn: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(pages: AsyncGenerator<Page<R>, void, undefined>) {
    this.#pages = pages
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<R, undefined>> {
    if (this.#waiting === 0 && this.#next < this.#records.length) {
      return Promise.resolve({ done: false, value: this.#records[this.#next++] as R })
    }
    // Calls that come while a page is on its way stand in line.
    this.#waiting += 1
    const turn = this.#turn.then(() => this.#advance()).finally(() => (this.#waiting -= 1))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async return(): Promise<IteratorResult<R, undefined>> {
    this.#records = []
    await this.#pages.return()
    return { done: true, value: undefined }
  }

  async #advance(): Promise<IteratorResult<R, undefined>> {
    while (this.#next >= this.#records.length) {
      const { done, value } = await this.#pages.next()
      if (done) return { done: true, value: undefined }
      this.#records = value.records
      this.#next = 0
    }
    return { done: false, value: this.#records[this.#next++] as R }
  }
}
