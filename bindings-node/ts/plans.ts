/** Plans of a resource: each write, shown and not done. */

import type { CreateOptions, OperationOptions, Scope, UpdateOptions, UpsertOptions, WriteOptions } from './resource.js'
import { WritePlan } from './plan.js'
import { settled } from './signal.js'
import { encode, fieldNames, text } from './wire.js'

/** What every plan takes beside the options of its write. */
export interface PlanOptions {
  /** For how long it can be applied, in milliseconds: a day unless told otherwise, 30 days at the most. */
  readonly validMs?: number | undefined
}

/** The writes of a resource, planned: `tenant.accounting.invoices.plan`. Nothing is written. */
export class Plans<R, I> {
  readonly #scope: Scope
  readonly #path: string

  /** Made by a resource. */
  constructor(scope: Scope, path: string) {
    this.#scope = scope
    this.#path = path
  }

  /** Plans a create. */
  async create(input: I, options: CreateOptions & PlanOptions = {}): Promise<WritePlan<R>> {
    return this.#plan({ operation: 'create', input }, options)
  }

  /**
   * Plans a change of the given fields. The record is read, so that `changes` tells before and after.
   *
   * ```ts
   * const plan = await invoices.plan.update(invoice.id, { dueDate: '2026-12-31' })
   * console.log(String(plan))
   * await invoices.apply(plan)
   * ```
   */
  async update(id: string, input: I, options: UpdateOptions & PlanOptions = {}): Promise<WritePlan<R>> {
    return this.#plan({ operation: 'update', id: text('id', id), input }, options)
  }

  /** Plans an upsert. Which record it finds, and whether, is seen when it is applied. */
  async upsert(input: I, options: UpsertOptions<I> & PlanOptions = {}): Promise<WritePlan<R>> {
    const by = fieldNames(options.by as readonly string[] | string | undefined)
    return this.#plan({ operation: 'upsert', input }, { ...options, by })
  }

  /** Plans a delete. The record is read, so that `changes` tells what goes. */
  async delete(id: string, options: WriteOptions & PlanOptions = {}): Promise<WritePlan<R>> {
    return this.#plan({ operation: 'delete', id: text('id', id) }, options)
  }

  /** Plans a named action of the system. */
  async action(
    id: string,
    name: string,
    input: object | null = null,
    options: WriteOptions & PlanOptions = {},
  ): Promise<WritePlan<R>> {
    return this.#plan({ operation: 'action', id: text('id', id), action: text('name', name), input }, options)
  }

  async #plan(request: object, options: OperationOptions & { readonly by?: string[] | undefined }): Promise<WritePlan<R>> {
    const { signal, ...rest } = options
    const asked = encode({ ...request, resource: this.#path })
    const chosen = encode({ ...rest, connection: options.connection ?? this.#scope.connection })
    return new WritePlan<R>(await settled(signal, (cancel) => this.#scope.tenant.planWrite(asked, chosen, cancel)))
  }
}
