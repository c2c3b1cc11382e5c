/** `AbortSignal` and the addon: an aborted signal drops the call in the core, and its request with it. */

import { toBridgeError } from './errors.js'
import { native, type CancelHandle } from './native.js'
import { begun } from './trace.js'

/** What every call takes. */
export interface CallOptions {
  /** Cancels the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** Runs a call of the addon with a signal; its errors become the classes of the bridge. */
export async function settled<T>(
  signal: AbortSignal | undefined,
  run: (cancel?: CancelHandle) => Promise<T>,
): Promise<T> {
  if (!signal) {
    try {
      return await begun(() => run())
    } catch (error) {
      throw toBridgeError(error)
    }
  }
  signal.throwIfAborted()
  const watch = watched(signal)
  try {
    return await begun(() => run(watch.handle))
  } catch (error) {
    throw signal.aborted ? signal.reason : toBridgeError(error)
  } finally {
    watch.calls -= 1
    if (watch.calls === 0) {
      WATCHED.delete(signal)
      signal.removeEventListener('abort', watch.abort)
    }
  }
}

interface Watch {
  readonly handle: CancelHandle
  readonly abort: () => void
  calls: number
}

/** All calls with one signal share a listener: Node warns of a leak at the eleventh. */
const WATCHED = new WeakMap<AbortSignal, Watch>()

function watched(signal: AbortSignal): Watch {
  let watch = WATCHED.get(signal)
  if (!watch) {
    const handle = new native.CancelHandle()
    watch = { handle, abort: () => handle.cancel(), calls: 0 }
    WATCHED.set(signal, watch)
    signal.addEventListener('abort', watch.abort, { once: true })
  }
  watch.calls += 1
  return watch
}

/** Runs a call that does no I/O. */
export function immediate<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw toBridgeError(error)
  }
}
