/** A write that is planned: shown before it is done, kept as plain data, applied later. */

import { InvalidInputError } from './generated/errors.js'
import { decodeFields } from './wire.js'

/** What a field is before and after. */
export interface PlannedChange {
  /** The field's name, as the core writes it: `due_date`. */
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** A request that would be sent. The credential is `[redacted]`. */
export interface PlannedRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, readonly string[]>>
  readonly headers: Readonly<Record<string, string>>
  /** The text as it is sent; `null` for none. */
  readonly body: string | null
}

/** The plain data of a plan, the same in every language. */
export interface WritePlanData {
  readonly plan: string
  readonly connection: string
  readonly system: string
  readonly resource: string
  readonly operation: 'create' | 'update' | 'upsert' | 'delete' | 'action'
  readonly action: string | null
  readonly record_id: string | null
  readonly input: Readonly<Record<string, unknown>>
  readonly idempotency_key: string | null
  readonly effect: 'idempotent' | 'keyed' | 'unsafe'
  readonly requests: readonly PlannedRequest[]
  readonly changes: readonly PlannedChange[]
  readonly warnings: readonly string[]
  readonly created_at: string
  readonly expires_at: string
  readonly seal: string
}

/**
 * What a write would do: the request, the changes, the key. Made by `resource.plan`, applied by `resource.apply`. It is
 * plain data: `JSON.stringify(plan)` is stored, and applied later by any process of the same tenant, in either language.
 */
export class WritePlan<R = unknown> {
  readonly #text: string
  readonly #data: WritePlanData
  /** Only a type: what applying resolves to. */
  declare readonly _record?: R

  /** Made by `resource.plan`. */
  constructor(text: string) {
    this.#text = text
    this.#data = JSON.parse(text) as WritePlanData
  }

  /** Names the plan. It is also its key in the ledger, unless an idempotency key was given. */
  get id(): string {
    return this.#data.plan
  }

  /** For example `accounting.invoices`. */
  get resource(): string {
    return this.#data.resource
  }

  /** What is done. */
  get operation(): WritePlanData['operation'] {
    return this.#data.operation
  }

  /** The name of the action. */
  get action(): string | null {
    return this.#data.action
  }

  /** The record's id; `null` for what is made. */
  get recordId(): string | null {
    return this.#data.record_id
  }

  /** The connection that it is sent by. */
  get connection(): string {
    return this.#data.connection
  }

  /** The system that it is sent to. */
  get system(): string {
    return this.#data.system
  }

  /** `idempotent` (twice is like once), `keyed` (found again by its key) or `unsafe`. */
  get effect(): WritePlanData['effect'] {
    return this.#data.effect
  }

  /** The caller's key. */
  get idempotencyKey(): string | null {
    return this.#data.idempotency_key
  }

  /** The fields that were given. */
  get input(): Readonly<Record<string, unknown>> {
    return decodeFields(JSON.stringify(this.#data.input))
  }

  /** What changes, field by field. */
  get changes(): readonly PlannedChange[] {
    return this.#data.changes
  }

  /** What is sent. */
  get requests(): readonly PlannedRequest[] {
    return this.#data.requests
  }

  /** What the system cannot do, and what to think of. */
  get warnings(): readonly string[] {
    return this.#data.warnings
  }

  /** When it was made. */
  get createdAt(): string {
    return this.#data.created_at
  }

  /** Until when it can be applied. */
  get expiresAt(): string {
    return this.#data.expires_at
  }

  /** The plain data, for `JSON.stringify`. */
  toJSON(): WritePlanData {
    return JSON.parse(this.#text) as WritePlanData
  }

  /** The plan for people. */
  toString(): string {
    const { action, operation, resource, record_id: id, effect, expires_at: until, idempotency_key: key } = this.#data
    const title = `${action ?? operation} ${resource}${id ? ` ${id}` : ''} (${effect}, until ${until})`
    const changes = this.changes.map(({ field, before, after }) => `  ${field}: ${shown(before)} -> ${shown(after)}`)
    const requests = this.requests.flatMap(({ method, path, query, headers, body }) => {
      const pairs = Object.entries(query).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]))
      const params = new URLSearchParams(pairs).toString()
      return [
        `${method} ${path}${params ? `?${params}` : ''}`,
        ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
        ...(body === null ? [] : [`  ${body}`]),
      ]
    })
    const warnings = this.warnings.map((warning) => `! ${warning}`)
    return [title, ...(key ? [`  key: ${key}`] : []), ...changes, ...requests, ...warnings].join('\n')
  }
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '-'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A plan, its plain data or its JSON text, as JSON text. */
export function planText(plan: WritePlan | WritePlanData | string): string {
  if (typeof plan === 'string') return plan
  if (typeof plan === 'object' && plan !== null) return JSON.stringify(plan)
  throw new InvalidInputError(`plan must be a WritePlan, its data or its JSON text, not ${typeof plan}`)
}
