/** The native addon: private, without any promise of stability. The facade and the addon have one version. */

import { VERSION } from './generated/version.js'

/** Cancels the calls that were given it. */
export interface CancelHandle {
  cancel(): void
}

export interface NativeListing {
  nextPage(cancel?: CancelHandle): Promise<string | null>
  close(): void
}

export interface NativeConsumer {
  open(cancel?: CancelHandle): Promise<void>
  next(max: number, waitMs: number, cancel?: CancelHandle): Promise<string>
  poll(max: number, waitMs: number, callback: (text: string) => void): void
  settle(answer: string, cancel?: CancelHandle): Promise<string>
  stepKey(step: string): string
  beginStep(step: string, cancel?: CancelHandle): Promise<string>
  finishStep(step: string, cancel?: CancelHandle): Promise<void>
  close(): void
}

export interface NativeEvents {
  publish(events: string, cancel?: CancelHandle): Promise<string>
  consumer(options: string): NativeConsumer
  list(options: string, cancel?: CancelHandle): Promise<string>
  groups(cancel?: CancelHandle): Promise<string>
  forget(group: string, cancel?: CancelHandle): Promise<void>
  replay(group: string, start: string, cancel?: CancelHandle): Promise<void>
  deadLetters(options: string, cancel?: CancelHandle): Promise<string>
  replayDeadLetters(options: string, cancel?: CancelHandle): Promise<number>
  dropDeadLetters(options: string, cancel?: CancelHandle): Promise<number>
}

export interface NativeWebhooks {
  create(request: string, cancel?: CancelHandle): Promise<string>
  list(cancel?: CancelHandle): Promise<string>
  rotate(id: string, request: string, cancel?: CancelHandle): Promise<string>
  delete(id: string, cancel?: CancelHandle): Promise<void>
  register(id: string, request: string, cancel?: CancelHandle): Promise<string>
  unregister(id: string, cancel?: CancelHandle): Promise<string>
  maxBodyBytes(): number
  handle(
    endpoint: string,
    method: string,
    url: string | undefined,
    headers: string[][],
    body: Uint8Array,
    cancel?: CancelHandle,
  ): Promise<string>
}

export interface NativeBatch {
  next(seen: number): Promise<string | null>
  stop(): void
}

export interface NativeWatch {
  next(cancel?: CancelHandle): Promise<string | null>
  result(cancel?: CancelHandle): Promise<string>
  cancel(cancel?: CancelHandle): Promise<string>
}

export interface NativeSyncRun {
  next(cancel?: CancelHandle): Promise<string | null>
  close(): void
}

export interface NativeTenant {
  readonly id: string
  events(): NativeEvents
  webhooks(): NativeWebhooks
  list(resource: string, options: string): NativeListing
  batch(resource: string, inputs: string, options: string): NativeBatch
  watch(resource: string, id: string, options: string): NativeWatch
  sync(resource: string, options: string): NativeSyncRun
  syncs(cancel?: CancelHandle): Promise<string>
  forgetSync(resource: string, options: string, cancel?: CancelHandle): Promise<void>
  mirrorPage(resource: string, options: string, cancel?: CancelHandle): Promise<string>
  mirrorGet(resource: string, id: string, options: string, cancel?: CancelHandle): Promise<string>
  connect(request: string, cancel?: CancelHandle): Promise<string>
  disconnect(name: string, cancel?: CancelHandle): Promise<void>
  connections(cancel?: CancelHandle): Promise<string>
  changeModules(request: string, cancel?: CancelHandle): Promise<string>
  activeModules(cancel?: CancelHandle): Promise<string>
  isModuleActive(module: string, options: string, cancel?: CancelHandle): Promise<string>
  moduleCapabilities(module: string, cancel?: CancelHandle): Promise<string>
  validateModules(modules: string, cancel?: CancelHandle): Promise<string>
  planModules(request: string, cancel?: CancelHandle): Promise<string>
  applyModules(plan: string, cancel?: CancelHandle): Promise<string>
  subscription(cancel?: CancelHandle): Promise<string>
  setSubscription(request: string, cancel?: CancelHandle): Promise<string>
  installSubscription(token: string, cancel?: CancelHandle): Promise<string>
  removeSubscription(cancel?: CancelHandle): Promise<void>
  usage(cancel?: CancelHandle): Promise<string>
  recordUsage(metric: string, options: string, cancel?: CancelHandle): Promise<string>
  checkUsage(metric: string, options: string, cancel?: CancelHandle): Promise<string>
  capabilities(options: string, cancel?: CancelHandle): Promise<string>
  health(options: string, cancel?: CancelHandle): Promise<string>
  get(resource: string, id: string, options: string, cancel?: CancelHandle): Promise<string>
  create(resource: string, input: string, options: string, cancel?: CancelHandle): Promise<string>
  update(resource: string, id: string, input: string, options: string, cancel?: CancelHandle): Promise<string>
  upsert(resource: string, input: string, options: string, cancel?: CancelHandle): Promise<string>
  delete(resource: string, id: string, options: string, cancel?: CancelHandle): Promise<void>
  action(
    resource: string,
    id: string,
    action: string,
    input: string,
    options: string,
    cancel?: CancelHandle,
  ): Promise<string>
  planWrite(request: string, options: string, cancel?: CancelHandle): Promise<string>
  applyWrite(plan: string, options: string, cancel?: CancelHandle): Promise<string | null>
  writes(options: string, cancel?: CancelHandle): Promise<string>
  write(key: string, options: string, cancel?: CancelHandle): Promise<string>
  resolveWrite(key: string, options: string, cancel?: CancelHandle): Promise<string>
  settleWrite(key: string, options: string, cancel?: CancelHandle): Promise<void>
  deletions(resource: string, options: string, cancel?: CancelHandle): Promise<string>
  attachments(resource: string, recordId: string, options: string, cancel?: CancelHandle): Promise<string>
  uploadAttachment(
    resource: string,
    recordId: string,
    name: string,
    data: Uint8Array,
    options: string,
    cancel?: CancelHandle,
  ): Promise<string>
  downloadAttachment(
    resource: string,
    recordId: string,
    id: string,
    options: string,
    cancel?: CancelHandle,
  ): Promise<Uint8Array>
  saveAttachment(
    resource: string,
    recordId: string,
    id: string,
    path: string,
    options: string,
    cancel?: CancelHandle,
  ): Promise<number>
  deleteAttachment(
    resource: string,
    recordId: string,
    id: string,
    options: string,
    cancel?: CancelHandle,
  ): Promise<void>
  createLink(request: string, cancel?: CancelHandle): Promise<string>
  links(options: string, cancel?: CancelHandle): Promise<string>
  deleteLink(id: string, cancel?: CancelHandle): Promise<void>
  request(connection: string, request: string, cancel?: CancelHandle): Promise<string>
  isolate(connection: string, cancel?: CancelHandle): Promise<void>
  reset(connection: string, cancel?: CancelHandle): Promise<void>
}

export interface NativeBridge {
  events(): NativeEvents
  webhooks(): NativeWebhooks
  tenant(id: string): NativeTenant
  systems(): string
  capabilities(system?: string): string
  metrics(): string
  metricsText(): string
  catalogue(): string
  subscriptionFromStripe(event: string): string
  runDueSyncs(options: string, cancel?: CancelHandle): Promise<string>
  health(cancel?: CancelHandle): Promise<string>
  checkHealth(options: string, cancel?: CancelHandle): Promise<string>
  run(options: string, cancel?: CancelHandle): Promise<void>
  drainDue(options: string, cancel?: CancelHandle): Promise<string>
  close(): Promise<void>
}

export interface NativeLogs {
  take(): string | null
  stop(): void
}

export interface NativeSandbox {
  describe(): string
  fault(system: string, fault: string): void
  clearFaults(system: string): void
  requests(system: string): string
  deliveries(system: string, after: number): string
  addWebhook(system: string, url: string): string
  stop(): void
}

interface Addon {
  readonly CancelHandle: new () => CancelHandle
  readonly NativeBridge: new (config: string) => NativeBridge
  readonly NativeLogs: new (level: string, wake: () => void) => NativeLogs
  startSandbox(config: string, cancel?: CancelHandle): Promise<NativeSandbox>
  runCli(words: string[]): Promise<string>
  enterTrace(traceparent?: string): void
  version(): string
}

const MUSL = process.platform === 'linux' ? ['', '-musl'] : ['']

function load(): Addon {
  const failures: string[] = []
  for (const libc of MUSL) {
    const target = `${process.platform}-${process.arch}${libc}`
    for (const place of [`../native/coreflow-bridge.${target}.node`, `@coreflow360/bridge-${target}`]) {
      try {
        return check(require(place) as Addon, place)
      } catch (error) {
        failures.push(`${place}: ${String((error as Error).message).split('\n')[0]}`)
      }
    }
  }
  throw new Error(
    `@coreflow360/bridge has no addon that loads on ${process.platform}-${process.arch} ` +
      `(Node ${process.version}). Tried:\n  ${failures.join('\n  ')}\n` +
      'In a checkout run `make build`. With npm, reinstall without --omit=optional.',
  )
}

function check(addon: Addon, place: string): Addon {
  const version = addon.version()
  if (version === VERSION) return addon
  throw new Error(`the addon ${place} has version ${version}, the package has ${VERSION}; reinstall the package`)
}

export const native: Addon = load()
