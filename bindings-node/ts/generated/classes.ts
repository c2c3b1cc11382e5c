// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

import type { BridgeError, ErrorFacts } from '../error.js'
import type { Code } from './codes.js'
import * as errors from './errors.js'

type Make<C extends Code> = new (message: string, facts?: ErrorFacts) => BridgeError<C>

/** The class of each code. */
export const CLASSES: { readonly [C in Code]: Make<C> } = {
  INVALID_INPUT: errors.InvalidInputError,
  CONFIG_INVALID: errors.ConfigError,
  MANIFEST_INVALID: errors.ManifestError,
  UNSUPPORTED: errors.UnsupportedError,
  NOT_FOUND: errors.NotFoundError,
  ALREADY_EXISTS: errors.AlreadyExistsError,
  CONFLICT: errors.ConflictError,
  UNAUTHENTICATED: errors.UnauthenticatedError,
  RECONNECT_REQUIRED: errors.ReconnectRequiredError,
  PERMISSION_DENIED: errors.PermissionDeniedError,
  MODULE_INACTIVE: errors.ModuleInactiveError,
  QUOTA_EXCEEDED: errors.QuotaExceededError,
  TENANT_ISOLATION: errors.TenantIsolationError,
  EGRESS_DENIED: errors.EgressDeniedError,
  SECRET_UNAVAILABLE: errors.SecretUnavailableError,
  RATE_LIMITED: errors.RateLimitedError,
  CIRCUIT_OPEN: errors.CircuitOpenError,
  OVERLOADED: errors.OverloadedError,
  DEADLINE_EXCEEDED: errors.DeadlineExceededError,
  UNAVAILABLE: errors.UnavailableError,
  UPSTREAM_INVALID: errors.UpstreamInvalidError,
  OUTCOME_UNKNOWN: errors.OutcomeUnknownError,
  STORAGE_UNAVAILABLE: errors.StorageUnavailableError,
  STALE_LEASE: errors.StaleLeaseError,
  BACKPRESSURE: errors.BackpressureError,
  CANCELLED: errors.CancelledError,
  CLOSED: errors.ClosedError,
  FORKED: errors.ForkedError,
  UNEXPECTED: errors.UnexpectedError,
}
