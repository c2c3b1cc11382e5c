/** What all errors of the bridge share. The classes, one per code, are generated from the core's table. */

import { STATUS, TITLE, RETRYABLE } from './generated/codes.js'
import type { AnyBridgeError } from './generated/errors.js'

const BRAND = Symbol.for('coreflow.bridge.error')

/** The facts of an error, beside its message. No fact ever holds a secret. */
export interface ErrorFacts {
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean
  /** Milliseconds to wait before the next try, when known. */
  readonly retryAfterMs?: number | null
  /** The tenant whose call it was. */
  readonly tenant?: string | null
  /** The external system, for example `erpnext`. */
  readonly system?: string | null
  /** The tenant's connection. */
  readonly connection?: string | null
  /** The operation, for example `accounting.invoices.create`. */
  readonly operation?: string | null
  /** The HTTP status that the system answered. */
  readonly status?: number | null
  /** The system's own id of the request. */
  readonly requestId?: string | null
  /** More facts, by name. */
  readonly context?: Readonly<Record<string, string>>
  /** The messages of the causes, outermost first; they become the chain of `cause`. */
  readonly causes?: readonly string[]
}

/** The body of a problem response, RFC 9457. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail?: string
  readonly retryable: boolean
  readonly retryAfterMs?: number
  readonly operation?: string
  readonly requestId?: string
}

/**
 * The base of all errors of the bridge. Test with `BridgeError.is(error)`, then look at `error.code`; this also works
 * for errors of another copy of this package.
 *
 * ```ts
 * try {
 *   await tenant.accounting.invoices.get(id)
 * } catch (error) {
 *   if (BridgeError.is(error) && error.code === 'NOT_FOUND') return null
 *   throw error
 * }
 * ```
 */
export class BridgeError<C extends string = string> extends Error {
  /** The code from the closed table, for example `NOT_FOUND`. */
  readonly code: C
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean
  /** Milliseconds to wait before the next try, when known. */
  declare readonly retryAfterMs: number | null
  /** The tenant whose call it was. */
  declare readonly tenant: string | null
  /** The external system, for example `erpnext`. */
  declare readonly system: string | null
  /** The tenant's connection. */
  declare readonly connection: string | null
  /** The operation, for example `accounting.invoices.create`. */
  declare readonly operation: string | null
  /** The HTTP status that the system answered. */
  declare readonly status: number | null
  /** The system's own id of the request. */
  declare readonly requestId: string | null
  /** More facts, by name. */
  declare readonly context: Readonly<Record<string, string>>

  static {
    this.prototype.name = 'BridgeError'
  }

  /** Made by the bridge. Hosts make one in their tests only; the classes per code take message and facts. */
  constructor(code: C, message: string, facts: ErrorFacts = {}) {
    const cause = chain(facts.causes ?? [])
    super(message, cause ? { cause } : undefined)
    this.code = code
    this.retryable = facts.retryable ?? RETRYABLE.has(code)
    const { retryAfterMs, tenant, system, connection, operation, status, requestId, context = {} } = facts
    const known = { retryAfterMs, tenant, system, connection, operation, status, requestId }
    for (const [name, value = null] of Object.entries(known)) {
      // What is not known is there, but does not clutter a printed error.
      Object.defineProperty(this, name, { value, enumerable: value !== null })
    }
    const shown = Object.keys(context).length > 0
    Object.defineProperty(this, 'context', { value: Object.freeze({ ...context }), enumerable: shown })
    Object.defineProperty(this, BRAND, { value: code })
  }

  /** Whether a thrown value is an error of the bridge, from this copy of the package or another. */
  static is(error: unknown): error is AnyBridgeError {
    return typeof error === 'object' && error !== null && BRAND in error
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A host's own subclass is what JavaScript says it is; ours are known by their code.
    const known = this === BridgeError || Object.hasOwn(this, 'CODE')
    if (!known) return Function.prototype[Symbol.hasInstance].call(this, value)
    if (!BridgeError.is(value)) return false
    return this === BridgeError || (value as { [BRAND]?: unknown })[BRAND] === (this as { CODE?: unknown }).CODE
  }

  /** All facts as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, retryAfterMs, tenant, system, connection } = this
    const { operation, status, requestId, context } = this
    const causes: string[] = []
    for (let cause = this.cause; cause instanceof Error; cause = cause.cause) causes.push(cause.message)
    const facts = { retryable, retryAfterMs, tenant, system, connection, operation, status, requestId }
    return { name, code, message, ...facts, context, causes }
  }

  /**
   * The error as `application/problem+json`, for a route handler. It names neither the tenant nor the connection; the
   * message is in it (`detail`) where the caller can act on it (4xx), not where it is about the server (5xx).
   */
  toResponse(options: { readonly detail?: boolean; readonly headers?: Record<string, string> } = {}): Response {
    const status = STATUS[this.code] ?? 500
    const problem: Problem = {
      type: `urn:coreflow-bridge:error:${this.code}`,
      title: TITLE[this.code] ?? 'The call failed.',
      status,
      code: this.code,
      ...((options.detail ?? status < 500) && { detail: this.message }),
      retryable: this.retryable,
      ...(this.retryAfterMs !== null && { retryAfterMs: this.retryAfterMs }),
      ...(this.operation !== null && { operation: this.operation }),
      ...(this.requestId !== null && { requestId: this.requestId }),
    }
    const headers: Record<string, string> = { 'content-type': 'application/problem+json', ...options.headers }
    if (this.retryAfterMs !== null) headers['retry-after'] = String(Math.ceil(this.retryAfterMs / 1000))
    return new Response(JSON.stringify(problem), { status, headers })
  }
}

function chain(causes: readonly string[]): Error | undefined {
  return causes.reduceRight<Error | undefined>((cause, message) => new Error(message, { cause }), undefined)
}
