/** The host's span that calls belong to. */

import { native } from './native.js'
import { toBridgeError } from './errors.js'

interface Storage {
  run<T>(value: string, run: () => T): T
  getStore(): string | undefined
}

/** Made by the first host that gives a `traceparent`; the others pay nothing. */
let storage: Storage | undefined

/** Runs something whose calls are children of a span. */
export function traced<T>(traceparent: string, run: () => T): T {
  try {
    native.enterTrace(traceparent)
  } catch (error) {
    throw toBridgeError(error)
  } finally {
    native.enterTrace()
  }
  if (!storage) {
    const { AsyncLocalStorage } = require('node:async_hooks') as { AsyncLocalStorage: new () => Storage }
    storage = new AsyncLocalStorage()
  }
  return storage.run(traceparent, run)
}

/** Begins a call of the addon in the caller's span. */
export function begun<T>(run: () => T): T {
  const parent = storage?.getStore()
  if (parent === undefined) return run()
  native.enterTrace(parent)
  try {
    return run()
  } finally {
    native.enterTrace()
  }
}
