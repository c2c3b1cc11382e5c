/** The shapes of what is passed and what comes back, beside records. */

import type { LogLevel, LogListener } from './logs.js'
import type { CallOptions } from './signal.js'

/** The configuration of a bridge. */
export interface BridgeConfig {
  /** The path of the SQLite file, or `:memory:`. */
  readonly store?: string | undefined
  /** Where the keys that seal credentials come from; with none, a key file is made beside the SQLite file. */
  readonly keyring?: KeyringConfig | undefined
  /** Numbers of the pipeline: deadlines, retry, breaker, bulkhead, rate, hedge. */
  readonly policies?: Readonly<Record<string, unknown>> | undefined
  /** More adapter manifests: paths of YAML files, or `{ yaml: text }`. */
  readonly adapters?: readonly (string | { readonly yaml: string })[] | undefined
  /** What is sold to tenants: the path of a YAML file, or `{ yaml: text }`; the catalogue of CoreFlow360 without it. */
  readonly catalogue?: string | { readonly yaml: string } | undefined
  /** Whose signed entitlements are good. */
  readonly entitlement?: EntitlementConfig | undefined
  /**
   * How much the event log keeps: 1 000 000 events, 10 GB and 7 days, of one tenant a quarter of these events and bytes, and
   * 100 000 dead letters for 90 days, unless it is told otherwise.
   */
  readonly events?:
    | {
        readonly maxEvents?: number
        readonly maxBytes?: number
        readonly maxTenantEvents?: number
        readonly maxTenantBytes?: number
        readonly maxAgeDays?: number
        readonly maxDeadLetters?: number
        readonly maxDeadLetterAgeDays?: number
      }
    | undefined
  /** Who says which address a name has: `resolver`, a name server (`10.0.0.2:53`), in place of the operating system. */
  readonly egress?: { readonly resolver?: string } | undefined
  /**
   * The write ledger: how long known outcomes are kept (30 days), and after how long what cannot be found in the system did
   * not happen (300 000 ms after its call has ended).
   */
  readonly writes?: { readonly keepDays?: number; readonly settlesAfterMs?: number } | undefined
  /**
   * Hears the log of this process, in batches, when the event loop has time; it keeps no process alive, and what it throws
   * becomes a warning. `close()` hands over what waits.
   */
  readonly onLog?: LogListener | undefined
  /** From which level on; `info` unless it is told otherwise. */
  readonly logLevel?: LogLevel | undefined
  /** What leaves the process of what the bridge tells: nothing unless it is asked for here. */
  readonly telemetry?: TelemetryConfig | undefined
  /** How webhooks are taken: bodies of 1 MiB at most, and 3 seconds to read a record, unless it is told otherwise. */
  readonly webhooks?: { readonly maxBodyBytes?: number; readonly enrichMs?: number } | undefined
  /** The engine (Docker, Podman) that is asked about the containers of systems: the path of its socket, and 2 000 ms for an answer. */
  readonly containers?: { readonly socket: string; readonly timeoutMs?: number } | undefined
}

/** What leaves the process of what the bridge tells. */
export interface TelemetryConfig {
  /**
   * Spans go to an OpenTelemetry collector, by OTLP over HTTP. What is not given is taken from the environment
   * (`OTEL_EXPORTER_OTLP_ENDPOINT` and so on): `{}` takes all from there.
   */
  readonly otlp?:
    | {
        /** Its base URL (`http://localhost:4318`), or the whole URL for spans. */
        readonly endpoint?: string | undefined
        /** Metrics go there, too: `{}` once a minute, to the address beside that for spans. */
        readonly metrics?: { readonly endpoint?: string | undefined; readonly intervalMs?: number | undefined } | undefined
        /** Sent with each export: often a key. */
        readonly headers?: Readonly<Record<string, string>> | undefined
        readonly timeoutMs?: number | undefined
        /** What the host is called: `coreflow-bridge` unless it is told otherwise. */
        readonly serviceName?: string | undefined
        /** More attributes of the host. */
        readonly resourceAttributes?: Readonly<Record<string, string>> | undefined
      }
    | undefined
  /** Whether systems are sent the `traceparent` of their request. */
  readonly propagate?: boolean | undefined
}

/** Whose signed entitlements are good, and whether there must be one. */
export interface EntitlementConfig {
  /** Ed25519 public keys by their `kid`: 32 bytes in base64url, as `x` in a JWK. */
  readonly keys: Readonly<Record<string, string>>
  /** The `iss` that an entitlement must have. */
  readonly issuer?: string | undefined
  /** Whether a tenant without a good entitlement has no module at all. */
  readonly required?: boolean | undefined
}

/** Where the keys come from: one of the fields. Keys are written `id:base64`, 32 bytes each, the current one first. */
export interface KeyringConfig {
  /** The key itself. */
  readonly key?: string | undefined
  /** The name of an environment variable that holds keys, one per line. */
  readonly env?: string | undefined
  /** The path of a file that holds keys, one per line. */
  readonly file?: string | undefined
}

/** A system that can be connected. */
export interface SystemInfo {
  readonly system: string
  readonly title: string
  /** The versions that it was tested with. */
  readonly tested: readonly string[]
  /** The kinds of credential that it takes, with their fields. */
  readonly auth: readonly { readonly type: string; readonly fields: readonly string[] }[]
  /** The options of a connection, by name. */
  readonly options: Readonly<Record<string, unknown>>
  /** The resources that it has, for example `accounting.invoices`. */
  readonly resources: readonly string[]
}

/** What a connection is made of. */
export interface ConnectRequest {
  /** The address, for example `https://erp.acme.test`. */
  readonly instance: string
  /** For example `{ type: 'api_key', key, secret }`. */
  readonly credential: Credential
  /** The connection's name; the system's name unless the tenant has several of that system. */
  readonly name?: string | undefined
  /** The system's own options, by the names that `bridge.systems()` tells. */
  readonly options?: Readonly<Record<string, string>> | undefined
  /**
   * A part of a manifest, laid over the system's for this connection (RFC 7396), for example another path or one more
   * field. `MANIFEST_INVALID` where what comes out is no manifest.
   */
  readonly overlay?: Readonly<Record<string, unknown>> | undefined
  /** Whether the address may be in any private network, or on this host. */
  readonly allowPrivate?: boolean | undefined
  /**
   * Some of them: networks (`10.0.0.0/8`), addresses and hosts, with a port if wanted (`erp.internal:8000`). See
   * docs/egress.md.
   */
  readonly allow?: readonly string[] | undefined
  /**
   * The container that runs the system, for `health()`: its name, or `project` and `service` of a compose file. See
   * docs/services.md.
   */
  readonly container?: ContainerRef | undefined
  /** Whether the system is asked before the connection is kept; `true` unless it is told otherwise. */
  readonly verify?: boolean | undefined
}

/** A system that is built in, or one of the host's own manifests. */
export type SystemName =
  | 'bigcapital'
  | 'dolibarr'
  | 'erpnext'
  | 'fingpt'
  | 'finrobot'
  | 'idurar'
  | 'inventree'
  | 'nocobase'
  | 'plane'
  | 'twenty'
  | (string & {})

/** A credential: its `type`, and the fields of that type. */
export interface Credential {
  readonly type: string
  readonly [field: string]: unknown
}

/** A connection, without its credential. */
export interface ConnectionInfo {
  readonly name: string
  readonly system: string
  readonly title: string
  readonly instance: string
  readonly options: Readonly<Record<string, string>>
  readonly allowPrivate: boolean
  /** What may be dialled besides the public Internet, each entry in its one form. */
  readonly allow: readonly string[]
  /** The container that runs the system, where one was named. */
  readonly container?: ContainerRef
  /** The zone of the system's local times. */
  readonly zone: string | null
  /** The version that the instance tells. */
  readonly version: string | null
  /** What the instance told where instances of the system differ, by name. */
  readonly facts: Readonly<Record<string, string>>
  /** Counts the changes of the connection. */
  readonly revision: number
  readonly createdAt: string
}

/** A record at the end of a link. */
export interface LinkEnd {
  /** Its resource, for example `crm.deals`. */
  readonly resource: string
  /** Its `id`, as the bridge gives it. */
  readonly id: string
}

/** A new link. */
export interface LinkRequest {
  readonly from: LinkEnd
  readonly to: LinkEnd
  /** What it means, for example `invoice`: 1 to 64 characters of `a-z 0-9 _ - .`. */
  readonly kind: string
}

/** A link between two records of a tenant. */
export interface Link extends LinkRequest {
  readonly id: string
  readonly createdAt: string
}

/** What connections can do, by the connection's name. */
export type Capabilities = Readonly<Record<string, ConnectionCapabilities>>

/** What a connection can do. */
export interface ConnectionCapabilities {
  readonly system: string
  readonly resources: Readonly<Record<string, ResourceCapabilities | VariantCapabilities>>
}

/** A resource that is several things in the system: one set of capabilities per value of the field `by`. */
export interface VariantCapabilities {
  readonly by: string
  readonly variants: Readonly<Record<string, ResourceCapabilities>>
}

/** What a connection can do with a resource. */
export interface ResourceCapabilities {
  readonly operations: readonly ('list' | 'get' | 'create' | 'update' | 'upsert' | 'delete')[]
  /** The named actions, with their inputs. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** The fields that a new record must have. */
  readonly required: readonly string[]
  /** The fields by which an upsert finds its record; empty where the caller names them, `null` without upsert. */
  readonly upsertBy: readonly string[] | null
  /** Whether an upsert with `update: false` leaves the record that it finds as it is. */
  readonly findOrCreate: boolean
  /** Whether `updatedSince` works. */
  readonly incremental: boolean
  /** How: `client_filter` reads everything and drops what is older. */
  readonly incrementalBy: 'watermark' | 'param' | 'descending' | 'client_filter' | null
  /** What an incremental list does not notice. */
  readonly incrementalMisses: unknown
  readonly deletions: 'feed' | 'sweep' | 'none'
  readonly versionCheck: 'system' | 'compared' | null
  readonly idempotencyKey: boolean
  readonly customFields: boolean
  /** How each field of the model stands in the system. */
  readonly fields: Readonly<Record<string, FieldCapabilities>>
}

/** How a field stands in a system. */
export interface FieldCapabilities {
  readonly quality: 'native' | 'derived' | 'lossy' | 'unsupported'
  readonly read?: boolean
  readonly write?: boolean
  /** Whether a list carries it, or only a single record. */
  readonly listed?: boolean
  readonly filter?: boolean
}

/** The facts of an error, as health tells them. */
export interface ReportedError {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly [fact: string]: unknown
}

/** Whether a connection answers: `unknown` when nobody asked yet. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy' | 'unknown'

/** What is wrong with a connection, the worst first. */
export type HealthReason =
  | 'breaker_open'
  | 'isolated'
  | 'probing'
  | 'check_failed'
  | 'credential_refused'
  | 'rate_limited'
  | 'errors'
  | 'slow'
  | 'clock_skew'
  | 'container_down'
  | 'container_missing'
  | 'container_restarting'
  | 'container_unhealthy'
  | 'container_starting'

/** Options of `tenant.health`. */
export interface HealthOptions extends CallOptions {
  /** Only this connection. */
  readonly connection?: string | undefined
  /** A check by any process that is no older will do. */
  readonly maxAgeMs?: number | undefined
  /** `false`: nothing is sent. */
  readonly probe?: boolean | undefined
}

/** Options of `bridge.run`. */
export interface RunOptions extends CallOptions {
  /** A connection is due when its last check is older; at least 1000. */
  readonly intervalMs?: number | undefined
}

/** Options of `bridge.checkHealth`. */
export interface CheckOptions extends RunOptions {
  /** No check is waited for after so many milliseconds. */
  readonly deadlineMs?: number | undefined
}

/** What one round of checks came to. */
export interface HealthRound {
  readonly checked: number
  /** How many of the checked ones did not answer well. */
  readonly failed: number
  /** How many were due and were not checked. */
  readonly left: number
}

/** What the pipeline of a connection counted in this process. */
export interface PipelineSnapshot {
  readonly breaker: {
    readonly state: 'closed' | 'open' | 'half_open' | 'isolated'
    readonly reason: string | null
    readonly retryAfterMs: number | null
    readonly failureRatio: number
    readonly slowRatio: number
    /** The calls in the window of the two ratios. */
    readonly calls: number
    readonly generation: number
  }
  readonly inFlight: number
  readonly queued: number
  readonly retryTokens: number
  /** Milliseconds for which the system has asked to send nothing. */
  readonly notBeforeMs: number | null
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number } | null
  readonly calls: number
  readonly failures: number
  /** Reads that were sent a second time because they were slow to answer, and those whose second request came first. */
  readonly hedges: number
  readonly hedgesWon: number
  readonly lastError: { readonly code: string; readonly message: string; readonly at: string } | null
  readonly [fact: string]: unknown
}

/** The state of the bridge: its `status` is that of its store. */
export interface BridgeHealth {
  readonly status: 'healthy' | 'unhealthy'
  readonly version: string
  readonly store: { readonly status: 'healthy' | 'unhealthy'; readonly engine: string; readonly error?: ReportedError }
  /** The connections that this process has used, with what is known without asking: the last check, as old as it is. */
  readonly connections: readonly (Omit<ConnectionHealth, 'hints'> & {
    readonly tenant: string
    readonly pipeline: PipelineSnapshot
    readonly rates: readonly RateBudget[]
  })[]
}

/** The state of a connection: what the last check found, and what the pipeline of this process counted. */
export interface ConnectionHealth {
  readonly connection: string
  readonly system: string
  readonly status: HealthStatus
  readonly reasons: readonly HealthReason[]
  /** When the last check ended, by any process; null when there was none. */
  readonly checkedAt?: string | null
  readonly ageMs?: number | null
  /** Of the check. */
  readonly latencyMs?: number | null
  readonly error?: ReportedError | null
  /** The version that the system told last. */
  readonly version?: string | null
  /** By how much the system's clock is ahead of ours. */
  readonly clockSkewMs?: number | null
  /** Not there where the connection cannot be built, for example without its key. */
  readonly pipeline?: PipelineSnapshot
  /** Where the connection names one. */
  readonly container?: ContainerHealth
  /** How far the system's rate budgets are used, by all processes on the store. */
  readonly rates?: readonly RateBudget[]
  /** Which processes on the store say that their breaker is open. */
  readonly hints?: readonly BreakerHint[]
}

/** What a system allows in a time, and what is left of it. */
export interface RateBudget {
  /** The route, where the system counts each on its own. */
  readonly route: string | null
  /** How many requests fit; null where only the system's wish to wait is known. */
  readonly limit: number | null
  /** The length of the window. */
  readonly perMs: number | null
  /** How many may be sent now. */
  readonly remaining: number | null
  /** When all of them may be, if nothing more is sent; null when that is now. */
  readonly resetsAt: string | null
  /** Before that time the system wants no request. */
  readonly notBefore: string | null
}

/** That a process on the store has opened its breaker for a connection. */
export interface BreakerHint {
  /** The process: its process id, and what tells it from others with the same. */
  readonly observer: string
  /** Whether that is this process. */
  readonly own: boolean
  readonly state: 'open'
  /** Why: `consecutive_failures`, `failure_ratio`, `slow_ratio`, `probe_failed`, `probe_slow`. */
  readonly reason: string
  /** Since when. */
  readonly openedAt: string
  /** When it tries again. */
  readonly retryAt: string
  /** The calls in its window, and the part of them that failed. */
  readonly calls: number
  readonly failureRatio: number
}

/** A container: its name, or a service of a compose project. */
export type ContainerRef = string | { readonly project: string; readonly service: string }

/** How the container is that runs a system. */
export interface ContainerHealth {
  /** `running`, `exited`, `restarting`, `paused`, `created`, `dead` and others of the engine; `unknown` with an `error`. */
  readonly state: string
  /** What its own check says: `starting`, `healthy`, `unhealthy`; null where it has none. */
  readonly health?: string | null
  /** Since when it is so. */
  readonly since?: string | null
  /** How often the engine has started it again. */
  readonly restarts?: number
  readonly exitCode?: number | null
  readonly oomKilled?: boolean
  readonly name?: string
  readonly image?: string | null
  /** How many more containers the service has. */
  readonly others?: number
  /** Why the engine could not tell. */
  readonly error?: ReportedError
  readonly askedAt: string
}

/** A raw request. */
export interface RawRequest {
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: unknown
  /** Milliseconds for the whole call. */
  readonly deadlineMs?: number | undefined
  /** Nobody waits for it: it leaves room in the system's rate budget for calls that somebody waits for. */
  readonly background?: boolean | undefined
  /** Whether a GET is sent a second time where its answer is slow to come; as the policies say unless told otherwise. */
  readonly hedge?: boolean | undefined
  /**
   * The body is the text that came, and is not read. Without it, JSON of more values than the policy `max_raw_values`
   * (500,000) rejects with `UPSTREAM_INVALID`: its tree would be many times as large.
   */
  readonly asText?: boolean | undefined
}

/** The answer to a raw request. */
export interface RawResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}
