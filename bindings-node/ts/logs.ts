/** The bridge's log on its way to the host: batches, when the event loop has time. */

import { native, type NativeLogs } from './native.js'

/** How serious a record is, from the most to the least. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace'

/** One record of the bridge's log. Its texts are one line each, without control characters and without secrets. */
export interface LogRecord {
  readonly time: Date
  readonly level: LogLevel
  /** Who says it, by layer: `coreflow_bridge.bridge`. */
  readonly logger: string
  readonly message: string
  /** Its facts: `tenant`, `connection`, `system`, `operation`, `error.type` and others. */
  readonly fields: Readonly<Record<string, string | number | boolean>>
}

/** Hears the log. */
export type LogListener = (records: readonly LogRecord[]) => unknown

type Raw = Omit<LogRecord, 'time'> & { readonly time: number }

/** So many batches are handed over in one go, so that a listener that makes the bridge log cannot hold the loop. */
const BATCHES = 32

/** Those that are open: at the end of the process what waits is handed over. */
const open = new Set<LogFeed>()
let watching = false

/** Feeds a listener until it is stopped. It keeps nothing alive. */
export class LogFeed {
  readonly #native: NativeLogs
  readonly #listener: LogListener
  #failed = false

  constructor(level: LogLevel, listener: LogListener) {
    this.#listener = listener
    this.#native = new native.NativeLogs(level, () => this.deliver())
    open.add(this)
    if (watching) return
    watching = true
    process.on('exit', () => open.forEach((feed) => feed.deliver()))
  }

  /** Hands over what waits. */
  deliver(): void {
    for (let count = 0; count < BATCHES; count += 1) {
      const batch = this.#native.take()
      if (batch === null) return
      const records = (JSON.parse(batch) as Raw[]).map((one) => ({ ...one, time: new Date(one.time) }))
      try {
        const done = this.#listener(records)
        if (done instanceof Promise) done.catch((error: unknown) => this.#warn(error))
      } catch (error) {
        this.#warn(error)
      }
    }
    // The rest comes in a turn of its own.
    setImmediate(() => this.deliver()).unref()
  }

  /** Hands over what waits, and hears no more. */
  stop(): void {
    this.#native.stop()
    this.deliver()
    open.delete(this)
  }

  #warn(error: unknown): void {
    if (this.#failed) return
    this.#failed = true
    process.emitWarning(`onLog failed, and may have failed again since: ${String(error)}`, 'CoreflowBridgeWarning')
  }
}
