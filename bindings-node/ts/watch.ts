/** A job that is watched until it has ended. */

import type { NativeTenant, NativeWatch } from './native.js'
import { immediate, settled, type CallOptions } from './signal.js'
import { encode } from './wire.js'

/** The options of `watch`. */
export interface WatchOptions extends CallOptions {
  /** The connection to ask, where the tenant has several. */
  readonly connection?: string | undefined
  /** Milliseconds for the whole; half an hour unless told otherwise. */
  readonly deadlineMs?: number | undefined
  /** Whether records carry the system's own JSON. */
  readonly raw?: boolean | undefined
  /** Milliseconds before the second look; each wait after it is half as long again. */
  readonly firstMs?: number | undefined
  /** The longest wait between two looks, in milliseconds. */
  readonly mostMs?: number | undefined
  /** Whether the job is cancelled in the system where waiting ends early: by its deadline or by the signal. */
  readonly cancelOnAbort?: boolean | undefined
}

/**
 * A job: iterating gives its states as they change, `wait` its result. Each run looks anew.
 *
 * ```ts
 * const watch = tenant.financeAi.analysisJobs.watch(job.id, { deadlineMs: 300_000, signal, cancelOnAbort: true })
 * const done = await watch.progress((state) => console.log(state.turn, state.maxTurns)).wait()
 * ```
 */
export class Watch<R> implements AsyncIterable<R> {
  readonly #tenant: NativeTenant
  readonly #path: string
  readonly #id: string
  readonly #options: WatchOptions
  readonly #progress: ((state: R) => unknown) | undefined

  /** Made by `watch()` of a resource. */
  constructor(
    tenant: NativeTenant,
    path: string,
    id: string,
    options: WatchOptions,
    progress?: (state: R) => unknown,
  ) {
    this.#tenant = tenant
    this.#path = path
    this.#id = id
    this.#options = options
    this.#progress = progress
  }

  /** The states of the job as they change, the one in which it ended as the last. Left early, the job goes on. */
  async *[Symbol.asyncIterator](): AsyncGenerator<R, void, undefined> {
    const watch = this.#begin()
    for (let state = await this.#next(watch); state !== null; state = await this.#next(watch)) yield state
  }

  /**
   * Waits until the job has ended, and resolves to it. Rejects with `CONFLICT` where it failed, with `CANCELLED` where
   * it was cancelled in the system, and with `DEADLINE_EXCEEDED` where it did not end in time; it may then still go on
   * there.
   */
  async wait(): Promise<R> {
    const watch = this.#begin()
    while ((await this.#next(watch)) !== null);
    return JSON.parse(await settled(this.#options.signal, (cancel) => watch.result(cancel))) as R
  }

  /** Cancels the job in the system, and resolves to it as it is then. */
  async cancel(): Promise<R> {
    return JSON.parse(await settled(undefined, () => this.#begin().cancel())) as R
  }

  /** The same job, with `callback(state)` for each state as it comes. */
  progress(callback: (state: R) => unknown): Watch<R> {
    return new Watch<R>(this.#tenant, this.#path, this.#id, this.#options, callback)
  }

  async #next(watch: NativeWatch): Promise<R | null> {
    const { signal, cancelOnAbort } = this.#options
    try {
      const text = await settled(signal, (cancel) => watch.next(cancel))
      if (text === null) return null
      const state = JSON.parse(text) as R
      this.#progress?.(state)
      return state
    } catch (error) {
      // Why the waiting ended is what the caller must see, also where the system cannot cancel any more.
      if (cancelOnAbort) await watch.cancel().catch(() => undefined)
      throw error
    }
  }

  #begin(): NativeWatch {
    const { signal, cancelOnAbort: _, ...rest } = this.#options
    signal?.throwIfAborted()
    return immediate(() => this.#tenant.watch(this.#path, this.#id, encode(rest)))
  }
}
