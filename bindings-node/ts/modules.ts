/** A tenant's modules, its subscription and its usage. */

import type { NativeTenant } from './native.js'
import { settled, type CallOptions } from './signal.js'
import type {
  AppliedPlan,
  ModuleCapabilities,
  ModuleChange,
  ModulePlan,
  ModuleReport,
  ModuleState,
  SubscriptionChange,
  SubscriptionResult,
  SubscriptionState,
  UsageState,
} from './sold.js'
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

/** What a tenant has bought. Without a subscription, whatever is activated may be used. */
export class Subscription {
  readonly #native: NativeTenant

  /** Made by a tenant. */
  constructor(native: NativeTenant) {
    this.#native = native
  }

  /** The subscription and how it stands; `null` where there is none. */
  async get(options: CallOptions = {}): Promise<SubscriptionState | null> {
    return decode(await settled(options.signal, (cancel) => this.#native.subscription(cancel)))
  }

  /**
   * Says what the tenant has bought now, in place of what was known. Modules that are not in it are deactivated with it,
   * and so are those that need them.
   *
   * ```ts
   * await tenant.subscription.set({ bundle: 'growth', users: 12, periodEnd: '2027-01-01T00:00:00Z' })
   * ```
   */
  async set(change: SubscriptionChange & CallOptions): Promise<SubscriptionResult> {
    const { signal, ...bought } = change
    return decode(await settled(signal, (cancel) => this.#native.setSubscription(encode(bought), cancel)))
  }

  /**
   * Takes a signed entitlement (a JWT): what it says holds until its end. Rejects with `INVALID_INPUT` where its
   * signature is not good, `TENANT_ISOLATION` where it is another tenant's.
   */
  async install(token: string, options: CallOptions = {}): Promise<SubscriptionResult> {
    return decode(
      await settled(options.signal, (cancel) => this.#native.installSubscription(text('token', token), cancel)),
    )
  }

  /** Forgets the subscription: from then on, what is activated may be used. */
  async remove(options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.removeSubscription(cancel))
  }
}

/** What a tenant uses up, held against the quotas of the catalogue. All processes on one store count together. */
export class Usage {
  readonly #native: NativeTenant

  /** Made by a tenant. */
  constructor(native: NativeTenant) {
    this.#native = native
  }

  /**
   * Counts use; less than 0 gives back. Rejects with `QUOTA_EXCEEDED`, and counts nothing, where the limit would be
   * passed and the catalogue says to refuse.
   */
  async record(metric: string, amount = 1, options: CallOptions = {}): Promise<UsageState> {
    const given = encode({ amount })
    return decode(
      await settled(options.signal, (cancel) => this.#native.recordUsage(text('metric', metric), given, cancel)),
    )
  }

  /** Whether use would be let through; nothing is counted. */
  async check(metric: string, amount = 1, options: CallOptions = {}): Promise<UsageState> {
    const given = encode({ amount })
    return decode(
      await settled(options.signal, (cancel) => this.#native.checkUsage(text('metric', metric), given, cancel)),
    )
  }

  /** The use of every metric of the catalogue in its window. */
  async get(options: CallOptions = {}): Promise<UsageState[]> {
    return decode(await settled(options.signal, (cancel) => this.#native.usage(cancel)))
  }
}
