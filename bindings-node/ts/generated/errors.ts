// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

import { BridgeError, type ErrorFacts } from '../error.js'

/** The caller's input is wrong: an unknown field, a wrong type, a value the system refuses. */
export class InvalidInputError extends BridgeError<'INVALID_INPUT'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'INVALID_INPUT'
  static {
    this.prototype.name = 'InvalidInputError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('INVALID_INPUT', message, facts)
  }
}

/** The configuration of the bridge or of a connection is wrong. */
export class ConfigError extends BridgeError<'CONFIG_INVALID'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'CONFIG_INVALID'
  static {
    this.prototype.name = 'ConfigError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('CONFIG_INVALID', message, facts)
  }
}

/** An adapter manifest does not follow the vocabulary. */
export class ManifestError extends BridgeError<'MANIFEST_INVALID'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'MANIFEST_INVALID'
  static {
    this.prototype.name = 'ManifestError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('MANIFEST_INVALID', message, facts)
  }
}

/** The system, or this connection, cannot do that; ask capabilities() before. */
export class UnsupportedError extends BridgeError<'UNSUPPORTED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'UNSUPPORTED'
  static {
    this.prototype.name = 'UnsupportedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('UNSUPPORTED', message, facts)
  }
}

/** There is no such thing, or it belongs to somebody else. */
export class NotFoundError extends BridgeError<'NOT_FOUND'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'NOT_FOUND'
  static {
    this.prototype.name = 'NotFoundError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('NOT_FOUND', message, facts)
  }
}

/** Something with that key exists already. */
export class AlreadyExistsError extends BridgeError<'ALREADY_EXISTS'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'ALREADY_EXISTS'
  static {
    this.prototype.name = 'AlreadyExistsError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('ALREADY_EXISTS', message, facts)
  }
}

/** The record changed since it was read, or its state does not allow the change. */
export class ConflictError extends BridgeError<'CONFLICT'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'CONFLICT'
  static {
    this.prototype.name = 'ConflictError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('CONFLICT', message, facts)
  }
}

/** The system refused the credential. */
export class UnauthenticatedError extends BridgeError<'UNAUTHENTICATED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'UNAUTHENTICATED'
  static {
    this.prototype.name = 'UnauthenticatedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('UNAUTHENTICATED', message, facts)
  }
}

/** The grant has ended; the tenant must connect again. */
export class ReconnectRequiredError extends BridgeError<'RECONNECT_REQUIRED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'RECONNECT_REQUIRED'
  static {
    this.prototype.name = 'ReconnectRequiredError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('RECONNECT_REQUIRED', message, facts)
  }
}

/** The credential is valid but may not do that. */
export class PermissionDeniedError extends BridgeError<'PERMISSION_DENIED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'PERMISSION_DENIED'
  static {
    this.prototype.name = 'PermissionDeniedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('PERMISSION_DENIED', message, facts)
  }
}

/** The tenant has not activated the module. */
export class ModuleInactiveError extends BridgeError<'MODULE_INACTIVE'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'MODULE_INACTIVE'
  static {
    this.prototype.name = 'ModuleInactiveError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('MODULE_INACTIVE', message, facts)
  }
}

/** The tenant's plan does not allow more. */
export class QuotaExceededError extends BridgeError<'QUOTA_EXCEEDED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'QUOTA_EXCEEDED'
  static {
    this.prototype.name = 'QuotaExceededError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('QUOTA_EXCEEDED', message, facts)
  }
}

/** A handle of one tenant was used for another tenant's data. */
export class TenantIsolationError extends BridgeError<'TENANT_ISOLATION'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'TENANT_ISOLATION'
  static {
    this.prototype.name = 'TenantIsolationError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('TENANT_ISOLATION', message, facts)
  }
}

/** The address is not one that this connection may reach. */
export class EgressDeniedError extends BridgeError<'EGRESS_DENIED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'EGRESS_DENIED'
  static {
    this.prototype.name = 'EgressDeniedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('EGRESS_DENIED', message, facts)
  }
}

/** A key or a sealed credential cannot be read. */
export class SecretUnavailableError extends BridgeError<'SECRET_UNAVAILABLE'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'SECRET_UNAVAILABLE'
  static {
    this.prototype.name = 'SecretUnavailableError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('SECRET_UNAVAILABLE', message, facts)
  }
}

/** The system, or its budget here, asks to slow down; see retry_after. */
export class RateLimitedError extends BridgeError<'RATE_LIMITED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'RATE_LIMITED'
  static {
    this.prototype.name = 'RateLimitedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('RATE_LIMITED', message, facts)
  }
}

/** The breaker is open: the system failed lately and is not asked again before retry_after. */
export class CircuitOpenError extends BridgeError<'CIRCUIT_OPEN'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'CIRCUIT_OPEN'
  static {
    this.prototype.name = 'CircuitOpenError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('CIRCUIT_OPEN', message, facts)
  }
}

/** Too many calls at once on this connection or tenant. */
export class OverloadedError extends BridgeError<'OVERLOADED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'OVERLOADED'
  static {
    this.prototype.name = 'OverloadedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('OVERLOADED', message, facts)
  }
}

/** The call's deadline, or an attempt's timeout, passed. */
export class DeadlineExceededError extends BridgeError<'DEADLINE_EXCEEDED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'DEADLINE_EXCEEDED'
  static {
    this.prototype.name = 'DeadlineExceededError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('DEADLINE_EXCEEDED', message, facts)
  }
}

/** The system cannot be reached or answers with a server error. */
export class UnavailableError extends BridgeError<'UNAVAILABLE'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'UNAVAILABLE'
  static {
    this.prototype.name = 'UnavailableError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('UNAVAILABLE', message, facts)
  }
}

/** The system's answer cannot be understood, or breaks a limit. */
export class UpstreamInvalidError extends BridgeError<'UPSTREAM_INVALID'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'UPSTREAM_INVALID'
  static {
    this.prototype.name = 'UpstreamInvalidError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('UPSTREAM_INVALID', message, facts)
  }
}

/** A write may or may not have happened; the message says how to find out. */
export class OutcomeUnknownError extends BridgeError<'OUTCOME_UNKNOWN'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'OUTCOME_UNKNOWN'
  static {
    this.prototype.name = 'OutcomeUnknownError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('OUTCOME_UNKNOWN', message, facts)
  }
}

/** The bridge's own store cannot be used. */
export class StorageUnavailableError extends BridgeError<'STORAGE_UNAVAILABLE'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'STORAGE_UNAVAILABLE'
  static {
    this.prototype.name = 'StorageUnavailableError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('STORAGE_UNAVAILABLE', message, facts)
  }
}

/** The lease was taken over by another worker. */
export class StaleLeaseError extends BridgeError<'STALE_LEASE'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'STALE_LEASE'
  static {
    this.prototype.name = 'StaleLeaseError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('STALE_LEASE', message, facts)
  }
}

/** A backlog has reached its limit. */
export class BackpressureError extends BridgeError<'BACKPRESSURE'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'BACKPRESSURE'
  static {
    this.prototype.name = 'BackpressureError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('BACKPRESSURE', message, facts)
  }
}

/** The caller cancelled the call. */
export class CancelledError extends BridgeError<'CANCELLED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'CANCELLED'
  static {
    this.prototype.name = 'CancelledError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('CANCELLED', message, facts)
  }
}

/** The bridge has been closed. */
export class ClosedError extends BridgeError<'CLOSED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'CLOSED'
  static {
    this.prototype.name = 'ClosedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('CLOSED', message, facts)
  }
}

/** The handle was opened before fork; open a new bridge in the child process. */
export class ForkedError extends BridgeError<'FORKED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'FORKED'
  static {
    this.prototype.name = 'ForkedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('FORKED', message, facts)
  }
}

/** A defect of the bridge; please report it. */
export class UnexpectedError extends BridgeError<'UNEXPECTED'> {
  /** The code of all errors of this class. */
  static readonly CODE = 'UNEXPECTED'
  static {
    this.prototype.name = 'UnexpectedError'
  }
  constructor(message: string, facts?: ErrorFacts) {
    super('UNEXPECTED', message, facts)
  }
}

/** Any error of the bridge; `code` tells which. */
export type AnyBridgeError =
  | InvalidInputError
  | ConfigError
  | ManifestError
  | UnsupportedError
  | NotFoundError
  | AlreadyExistsError
  | ConflictError
  | UnauthenticatedError
  | ReconnectRequiredError
  | PermissionDeniedError
  | ModuleInactiveError
  | QuotaExceededError
  | TenantIsolationError
  | EgressDeniedError
  | SecretUnavailableError
  | RateLimitedError
  | CircuitOpenError
  | OverloadedError
  | DeadlineExceededError
  | UnavailableError
  | UpstreamInvalidError
  | OutcomeUnknownError
  | StorageUnavailableError
  | StaleLeaseError
  | BackpressureError
  | CancelledError
  | ClosedError
  | ForkedError
  | UnexpectedError
