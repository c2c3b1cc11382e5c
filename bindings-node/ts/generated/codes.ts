// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

/** What went wrong, as a closed set. */
export type Code =
  | 'INVALID_INPUT'
  | 'CONFIG_INVALID'
  | 'MANIFEST_INVALID'
  | 'UNSUPPORTED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'CONFLICT'
  | 'UNAUTHENTICATED'
  | 'RECONNECT_REQUIRED'
  | 'PERMISSION_DENIED'
  | 'MODULE_INACTIVE'
  | 'QUOTA_EXCEEDED'
  | 'TENANT_ISOLATION'
  | 'EGRESS_DENIED'
  | 'SECRET_UNAVAILABLE'
  | 'RATE_LIMITED'
  | 'CIRCUIT_OPEN'
  | 'OVERLOADED'
  | 'DEADLINE_EXCEEDED'
  | 'UNAVAILABLE'
  | 'UPSTREAM_INVALID'
  | 'OUTCOME_UNKNOWN'
  | 'STORAGE_UNAVAILABLE'
  | 'STALE_LEASE'
  | 'BACKPRESSURE'
  | 'CANCELLED'
  | 'CLOSED'
  | 'FORKED'
  | 'UNEXPECTED'

/** The HTTP status of a problem response. */
export const STATUS: Readonly<Record<string, number>> = {
  INVALID_INPUT: 400,
  CONFIG_INVALID: 500,
  MANIFEST_INVALID: 500,
  UNSUPPORTED: 501,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  CONFLICT: 409,
  UNAUTHENTICATED: 401,
  RECONNECT_REQUIRED: 401,
  PERMISSION_DENIED: 403,
  MODULE_INACTIVE: 403,
  QUOTA_EXCEEDED: 429,
  TENANT_ISOLATION: 403,
  EGRESS_DENIED: 403,
  SECRET_UNAVAILABLE: 503,
  RATE_LIMITED: 429,
  CIRCUIT_OPEN: 503,
  OVERLOADED: 503,
  DEADLINE_EXCEEDED: 504,
  UNAVAILABLE: 503,
  UPSTREAM_INVALID: 502,
  OUTCOME_UNKNOWN: 504,
  STORAGE_UNAVAILABLE: 503,
  STALE_LEASE: 409,
  BACKPRESSURE: 503,
  CANCELLED: 499,
  CLOSED: 500,
  FORKED: 500,
  UNEXPECTED: 500,
}

/** What it means, for people. */
export const TITLE: Readonly<Record<string, string>> = {
  INVALID_INPUT: 'The caller\'s input is wrong: an unknown field, a wrong type, a value the system refuses.',
  CONFIG_INVALID: 'The configuration of the bridge or of a connection is wrong.',
  MANIFEST_INVALID: 'An adapter manifest does not follow the vocabulary.',
  UNSUPPORTED: 'The system, or this connection, cannot do that; ask capabilities() before.',
  NOT_FOUND: 'There is no such thing, or it belongs to somebody else.',
  ALREADY_EXISTS: 'Something with that key exists already.',
  CONFLICT: 'The record changed since it was read, or its state does not allow the change.',
  UNAUTHENTICATED: 'The system refused the credential.',
  RECONNECT_REQUIRED: 'The grant has ended; the tenant must connect again.',
  PERMISSION_DENIED: 'The credential is valid but may not do that.',
  MODULE_INACTIVE: 'The tenant has not activated the module.',
  QUOTA_EXCEEDED: 'The tenant\'s plan does not allow more.',
  TENANT_ISOLATION: 'A handle of one tenant was used for another tenant\'s data.',
  EGRESS_DENIED: 'The address is not one that this connection may reach.',
  SECRET_UNAVAILABLE: 'A key or a sealed credential cannot be read.',
  RATE_LIMITED: 'The system, or its budget here, asks to slow down; see retry_after.',
  CIRCUIT_OPEN: 'The breaker is open: the system failed lately and is not asked again before retry_after.',
  OVERLOADED: 'Too many calls at once on this connection or tenant.',
  DEADLINE_EXCEEDED: 'The call\'s deadline, or an attempt\'s timeout, passed.',
  UNAVAILABLE: 'The system cannot be reached or answers with a server error.',
  UPSTREAM_INVALID: 'The system\'s answer cannot be understood, or breaks a limit.',
  OUTCOME_UNKNOWN: 'A write may or may not have happened; the message says how to find out.',
  STORAGE_UNAVAILABLE: 'The bridge\'s own store cannot be used.',
  STALE_LEASE: 'The lease was taken over by another worker.',
  BACKPRESSURE: 'A backlog has reached its limit.',
  CANCELLED: 'The caller cancelled the call.',
  CLOSED: 'The bridge has been closed.',
  FORKED: 'The handle was opened before fork; open a new bridge in the child process.',
  UNEXPECTED: 'A defect of the bridge; please report it.',
}

/** The codes where the same call may succeed later. */
export const RETRYABLE: ReadonlySet<string> = new Set([
  'RATE_LIMITED',
  'CIRCUIT_OPEN',
  'OVERLOADED',
  'DEADLINE_EXCEEDED',
  'UNAVAILABLE',
  'STORAGE_UNAVAILABLE',
  'BACKPRESSURE',
])
