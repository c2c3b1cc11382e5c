/** Many creates at once, a few at a time. */

import { fromParts, toBridgeError, type Parts } from './errors.js'
import type { AnyBridgeError } from './generated/errors.js'
import { InvalidInputError } from './generated/errors.js'
import type { NativeTenant } from './native.js'
import { immediate, type CallOptions } from './signal.js'
import { encode } from './wire.js'

/** What became of one input of `createMany`: a record, or the error of this one. `index` is the input's place. */
export type Outcome<R> =
  | { readonly ok: true; readonly index: number; readonly record: R }
  | { readonly ok: false; readonly index: number; readonly error: AnyBridgeError }

/** The options of `createMany`. */
export interface CreateManyOptions<R, I> extends CallOptions {
  /** The connection to ask, where the tenant has several. */
  readonly connection?: string | undefined
  /** Milliseconds for each request. */
  readonly deadlineMs?: number | undefined
  /** Nobody waits for it: it leaves room in the system's rate budget for calls that somebody waits for. */
  readonly background?: boolean | undefined
  /** Whether the records carry the system's own JSON. */
  readonly raw?: boolean | undefined
  /**
   * How many requests are under way at a time, 1 to 32; 4 unless told otherwise. Where the system makes several records by
   * one request (`bulk_create` of `capabilities()` tells how many), each does.
   */
  readonly concurrency?: number | undefined
  /** One key for each input, or a function that makes it of an input; then the call can be repeated. */
  readonly idempotencyKey?: readonly string[] | ((input: I, index: number) => string) | undefined
  /** Called as each outcome comes. */
  readonly onProgress?: ((done: number, total: number, outcome: Outcome<R>) => unknown) | undefined
}

type Came = { readonly index: number; readonly record?: unknown; readonly error?: Parts }

/** Runs a batch to its end, also when it is aborted: what is under way is waited for. */
export async function createMany<R, I>(
  tenant: NativeTenant,
  path: string,
  inputs: readonly I[],
  options: CreateManyOptions<R, I>,
): Promise<Outcome<R>[]> {
  const { signal, idempotencyKey, onProgress, ...rest } = options
  const given = [...inputs]
  const chosen = encode({ ...rest, idempotencyKeys: keys(given, idempotencyKey) })
  signal?.throwIfAborted()
  const batch = immediate(() => tenant.batch(path, encode(given), chosen))
  const found: Outcome<R>[] = []
  const stop = () => batch.stop()
  signal?.addEventListener('abort', stop, { once: true })
  const came: Came[] = []
  const run = async (): Promise<void> => {
    for (;;) {
      // What came already is kept outside: a callback that throws loses nothing of it.
      for (let next = came[found.length]; next; next = came[found.length]) {
        const { index, record, error } = next
        const outcome: Outcome<R> = error
          ? { ok: false, index, error: fromParts(error) as AnyBridgeError }
          : { ok: true, index, record: record as R }
        found.push(outcome)
        onProgress?.(found.length, given.length, outcome)
      }
      const text = await batch.next(came.length)
      if (text === null) return
      came.push(...(JSON.parse(text) as Came[]))
    }
  }
  try {
    await run()
  } catch (error) {
    // Of the callback's: what is under way may be made already, and nobody would know of it if it were left.
    stop()
    await run()
    throw toBridgeError(error)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  return found.sort((a, b) => a.index - b.index)
}

function keys<I>(
  inputs: readonly I[],
  given: readonly string[] | ((input: I, index: number) => string) | undefined,
): readonly string[] | undefined {
  if (typeof given === 'string') {
    throw new InvalidInputError('idempotencyKey must be a list of keys or a function: one key is for one record')
  }
  return typeof given === 'function' ? inputs.map(given) : given
}
