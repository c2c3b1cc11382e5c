/** `AbortSignal` and the addon: an aborted signal drops the call in the core, and its request with it. */

import { toBridgeError } from './errors.js'
import { native, type CancelHandle } from './native.js'

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
      return await run()
    } catch (error) {
      throw toBridgeError(error)
    }
  }
  signal.throwIfAborted()
  const handle = new native.CancelHandle()
  const abort = (): void => handle.cancel()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await run(handle)
  } catch (error) {
    throw signal.aborted ? signal.reason : toBridgeError(error)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Runs a call that does no I/O. */
export function immediate<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw toBridgeError(error)
  }
}
