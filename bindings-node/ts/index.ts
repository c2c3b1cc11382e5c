/**
 * CoreFlow Bridge: one typed, tenant-safe API over many business systems, in the process.
 *
 * @packageDocumentation
 */
/// <reference lib="esnext.disposable" preserve="true" />

export { Bridge } from './bridge.js'
export { Connection, Links, Tenant, type AnyResource } from './tenant.js'
export { Modules } from './modules.js'
export { Subscription, Usage } from './subscription.js'
export { Consumer, Delivery } from './consumer.js'
export { DeadLetters, Events } from './events.js'
export { Webhooks, type BodyOptions, type HandleOptions } from './webhooks.js'
export type * from './webhook.js'
export { EventSubscription } from './eventsubscription.js'
export type * from './event.js'
export type { EventType } from './generated/events.js'
export { Query } from './query.js'
export { Mirror, Syncs } from './syncs.js'
export type {
  DueSync,
  MirrorPage,
  MirrorRead,
  SyncCertificate,
  SyncDoubt,
  SyncInfo,
  SyncOptions,
  SyncPart,
  SyncReport,
} from './syncs.js'
export type { LogLevel, LogListener, LogRecord } from './logs.js'
export type {
  BridgeMetrics,
  ConnectionMetrics,
  DurationMetrics,
  EventMetrics,
  FeedMetrics,
  GroupMetrics,
  LogMetrics,
} from './metrics.js'
export { Watch, type WatchOptions } from './watch.js'
export type { CreateManyOptions, Outcome } from './many.js'
export {
  Sandbox,
  type FaultKind,
  type FaultOptions,
  type RequestLog,
  type SandboxConfig,
  type SandboxDelivery,
  type SandboxSystem,
} from './sandbox.js'
export {
  Attachments,
  type AttachedTo,
  type AttachmentListOptions,
  type AttachmentOptions,
  type DownloadOptions,
  type UploadOptions,
} from './attachments.js'
export {
  Resource,
  type CreateOptions,
  type DeletionOptions,
  type ListControls,
  type ListOptions,
  type OperationOptions,
  type GetOptions,
  type RecordOptions,
  type SortKey,
  type UpdateOptions,
  type UpsertOptions,
  type WriteOptions,
} from './resource.js'
export { WritePlan, type PlannedChange, type PlannedRequest, type WritePlanData } from './plan.js'
export { Plans, type PlanOptions } from './plans.js'
export { Writes, type ResolvedWrite, type WriteChoice, type WriteEntry, type WriteState } from './writes.js'
export { BridgeError, type ErrorFacts, type Problem } from './error.js'
export * from './generated/errors.js'
export type { Code } from './generated/codes.js'
export { VERSION } from './generated/version.js'
export type * from './generated/models.js'
export type * from './generated/namespaces.js'
export type * from './record.js'
export type * from './shapes.js'
export type * from './planned.js'
export type * from './sold.js'
export type { CallOptions } from './signal.js'
