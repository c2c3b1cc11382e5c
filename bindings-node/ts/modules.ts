/** A tenant's modules. */

import type { NativeTenant } from './native.js'
import { settled, type CallOptions } from './signal.js'
import type { AppliedPlan, ModuleCapabilities, ModuleChange, ModulePlan, ModuleReport, ModuleState } from './planned.js'
import { decode, encode, text } from './wire.js'

/** The modules that a tenant has activated, and which connection provides each. */
export class Modules {
  readonly #native: NativeTenant

  /** Made by a tenant. */
  constructor(native: NativeTenant) {
    this.#native = native
  }

  /**
   * Activates and deactivates modules in one step, and names the connection that provides a module. Rejects with
   * `CONFLICT` where a rule stands against it, `MODULE_INACTIVE` where a module is not bought.
   */
  async change(change: ModuleChange & CallOptions): Promise<ModuleState[]> {
    const { signal, ...wanted } = change
    return decode(await settled(signal, (cancel) => this.#native.changeModules(encode(wanted), cancel)))
  }

  /** The active modules and their providers. */
  async active(options: CallOptions = {}): Promise<ModuleState[]> {
    return decode(await settled(options.signal, (cancel) => this.#native.activeModules(cancel)))
  }

  /** Whether a module is active, and with `feature`, whether that feature is in what was bought. */
  async isActive(module: string, options: CallOptions & { readonly feature?: string } = {}): Promise<boolean> {
    const { signal, ...rest } = options
    return decode(
      await settled(signal, (cancel) => this.#native.isModuleActive(text('module', module), encode(rest), cancel)),
    )
  }

  /** What a module offers to this tenant: whether and why not, features, events, and what each connection can do. */
  async capabilities(module: string, options: CallOptions = {}): Promise<ModuleCapabilities> {
    return decode(
      await settled(options.signal, (cancel) => this.#native.moduleCapabilities(text('module', module), cancel)),
    )
  }

  /** Whether modules could be active together. */
  async validate(modules: readonly string[], options: CallOptions = {}): Promise<ModuleReport> {
    return decode(await settled(options.signal, (cancel) => this.#native.validateModules(encode(modules), cancel)))
  }

  /**
   * What would come of a `change`. Nothing is changed, and what stands against it is told, not thrown.
   *
   * ```ts
   * const plan = await tenant.modules.plan({ activate: ['marketing'], cascade: true })
   * if (plan.valid) await tenant.modules.apply(plan)
   * ```
   */
  async plan(change: ModuleChange & CallOptions): Promise<ModulePlan> {
    const { signal, ...wanted } = change
    return decode(await settled(signal, (cancel) => this.#native.planModules(encode(wanted), cancel)))
  }

  /**
   * Makes what a plan says, whole or not at all. Rejects with `CONFLICT` where the modules or the subscription were
   * changed since: then plan again.
   */
  async apply(plan: ModulePlan, options: CallOptions = {}): Promise<AppliedPlan> {
    return decode(await settled(options.signal, (cancel) => this.#native.applyModules(encode(plan), cancel)))
  }
}
