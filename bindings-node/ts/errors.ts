/** The errors: one class per code, and how the addon's errors become them. */

import { BridgeError, type ErrorFacts } from './error.js'
import { CLASSES } from './generated/classes.js'
import type { Code } from './generated/codes.js'

/** What the addon puts into the property `parts` of its errors; the core's `ErrorParts`. */
export interface Parts {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retry_after_ms: number | null
  readonly tenant: string | null
  readonly system: string | null
  readonly connection: string | null
  readonly operation: string | null
  readonly status: number | null
  readonly request_id: string | null
  readonly context: Readonly<Record<string, string>>
  readonly causes: readonly string[]
}

/** The error class for an error of the addon; anything else comes back as it is. */
export function toBridgeError(error: unknown): unknown {
  const text = (error as { parts?: unknown } | null)?.parts
  return typeof text === 'string' ? fromParts(JSON.parse(text) as Parts) : error
}

/** The error of its parts. */
export function fromParts(parts: Parts): BridgeError {
  const { retry_after_ms: retryAfterMs, request_id: requestId, ...rest } = parts
  return fromFacts({ ...rest, retryAfterMs, requestId })
}

/** The error of a code; one that this facade does not know yet keeps its name in the base class. */
export function fromFacts(error: { readonly code: string; readonly message: string } & ErrorFacts): BridgeError {
  const { code, message, ...facts } = error
  const Known = Object.hasOwn(CLASSES, code) ? CLASSES[code as Code] : undefined
  return Known ? new Known(message, facts) : new BridgeError(code, message, facts)
}
