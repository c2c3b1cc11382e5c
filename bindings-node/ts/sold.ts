/** The shapes of modules, subscriptions and usage. */

/** What to activate and deactivate in one step. */
export interface ModuleChange {
  readonly activate?: readonly string[] | undefined
  /** Refused while an active module needs one of them. */
  readonly deactivate?: readonly string[] | undefined
  /** The connection that provides a module, by module. */
  readonly provider?: Readonly<Record<string, string | null>> | undefined
  /** Brings along the modules that the activated ones need, and those that need the deactivated ones. */
  readonly cascade?: boolean | undefined
}

/** An active module. */
export interface ModuleState {
  readonly module: string
  readonly provider: string | null
}

/** A rule that is broken, or something to know. */
export interface ModuleFinding {
  readonly module: string
  readonly rule:
    'unknown' | 'requires' | 'dependent' | 'conflicts' | 'entitlement' | 'users' | 'already' | 'no_system'
  /** The other module of the rule. */
  readonly other?: string
  readonly requiredTier?: string
  readonly requiredBundle?: string
  readonly message: string
}

/** What would help. */
export interface ModuleAdvice {
  readonly action: 'activate' | 'deactivate' | 'upgrade' | 'connect'
  readonly module: string
  /** The module for whose sake. */
  readonly because?: string
  readonly message: string
}

/** What was found of a set of modules. */
export interface ModuleReport {
  readonly valid: boolean
  readonly errors: readonly ModuleFinding[]
  readonly warnings: readonly ModuleFinding[]
  readonly suggestions: readonly ModuleAdvice[]
}

/** One step of a plan. */
export interface ModuleStep {
  readonly module: string
  readonly action: 'activate' | 'deactivate'
  /** The module for whose sake, when it was not named itself. */
  readonly because: string | null
}

/** A change, with all that follows from it. */
export interface ModulePlan extends ModuleReport {
  /** The revision that it stands on: after another change it is not applied. */
  readonly revision: number
  readonly change: ModuleChange
  /** What is done, in this order. */
  readonly steps: readonly ModuleStep[]
  /** The modules that are active then. */
  readonly active: readonly string[]
}

/** What was made of a plan. */
export interface AppliedPlan {
  readonly active: readonly ModuleState[]
  readonly steps: readonly ModuleStep[]
  readonly revision: number
}

/** What a module offers to a tenant. */
export interface ModuleCapabilities {
  readonly module: string
  readonly title: string
  readonly active: boolean
  /** Why it is not active. */
  readonly why: 'not_activated' | 'not_subscribed' | 'tier' | 'subscription_ended' | 'not_entitled' | null
  readonly requiredTier: string | null
  readonly requiredBundle: string | null
  readonly provider: string | null
  readonly tier: string | null
  readonly requires: readonly string[]
  readonly conflicts: readonly string[]
  readonly users: { readonly min: number | null; readonly max: number | null }
  /** Whether each feature is in what was bought, and the lowest tier that has it. */
  readonly features: Readonly<Record<string, { readonly available: boolean; readonly tier: string | null }>>
  readonly events: readonly string[]
  readonly systems: readonly string[]
  /** What each connection can do for it, by connection. */
  readonly connections: Readonly<Record<string, { readonly system: string; readonly resources: object }>>
}

/** How a subscription stands with the one who bills it. */
export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'canceled' | 'expired'

/** What a tenant has bought. Times are instants, in ISO 8601 or as a `Date`. */
export interface SubscriptionChange {
  /** Without a bundle, everything in the tier is bought. */
  readonly tier?: string | null | undefined
  readonly bundle?: string | null | undefined
  /** Modules that were bought alone. */
  readonly modules?: readonly string[] | undefined
  /** `active` unless it is told otherwise. */
  readonly status?: SubscriptionStatus | undefined
  /** How many people the tenant has. */
  readonly users?: number | null | undefined
  /** When the trial or the paid period ends. */
  readonly periodEnd?: Date | string | null | undefined
  /** Days of grace after that, or after a failed payment; the catalogue's without it. */
  readonly graceDays?: number | null | undefined
  /** Since when a payment is owed. */
  readonly pastDueSince?: Date | string | null | undefined
  /** As of when this is so: what is older than what is known changes nothing. */
  readonly asOf?: Date | string | null | undefined
  /** Its name at the one who bills. */
  readonly reference?: string | null | undefined
}

/** A tenant's subscription. */
export interface SubscriptionState {
  readonly status: SubscriptionStatus
  readonly tier: string | null
  readonly bundle: string | null
  readonly modules: readonly string[]
  readonly users: number | null
  readonly periodEnd: string | null
  readonly graceDays: number | null
  readonly pastDueSince: string | null
  readonly asOf: string | null
  readonly reference: string | null
  /** Whether it gives what was bought. */
  readonly standing: 'full' | 'grace' | 'ended'
  /** When that changes by itself. */
  readonly until: string | null
  /** Counts the changes of the tenant's modules and subscription. */
  readonly revision: number
}

/** What became of a change of a subscription. */
export interface SubscriptionResult extends SubscriptionState {
  /** Whether it was newer than what was known. */
  readonly applied: boolean
  /** The modules that were deactivated with it. */
  readonly deactivated: readonly string[]
}

/** What an event of Stripe says of a subscription. */
export interface StripeChange {
  /** From the metadata `tenant_id` or `tenantId` of the subscription. */
  readonly tenant: string | null
  readonly event: string
  readonly change: SubscriptionChange
}

/** The use of a metric in its window. */
export interface UsageState {
  readonly metric: string
  /** `null` where it could not be counted. */
  readonly used: number | null
  /** `null` for no limit. */
  readonly limit: number | null
  readonly remaining: number | null
  readonly over: boolean
  readonly allowed: boolean
  readonly per: 'hour' | 'day' | 'month' | 'total'
  readonly resetsAt: string | null
}

/** What is sold to tenants. */
export interface Catalogue {
  readonly catalogue: string
  readonly title: string
  readonly graceDays: number
  readonly tiers: Readonly<Record<string, { readonly title: string }>>
  readonly modules: Readonly<Record<string, SoldModule>>
  readonly bundles: Readonly<
    Record<string, { readonly title: string; readonly tier: string | null; readonly modules: readonly string[] }>
  >
  readonly quotas: Readonly<Record<string, SoldQuota>>
}

/** A module of a catalogue. */
export interface SoldModule {
  readonly title: string
  readonly tier: string | null
  readonly requires: readonly string[]
  readonly conflicts: readonly string[]
  readonly users: { readonly min: number | null; readonly max: number | null }
  /** The lowest tier that has it, by feature. */
  readonly features: Readonly<Record<string, string | null>>
  readonly events: readonly string[]
  readonly systems: readonly string[]
}

/** A quota of a catalogue. */
export interface SoldQuota {
  readonly title: string
  readonly per: UsageState['per']
  /** `null` for no limit, by tier. */
  readonly limits: Readonly<Record<string, number | null>>
  readonly withoutSubscription: number | null
  readonly whenExceeded: 'refuse' | 'allow'
  readonly whenUnknown: 'refuse' | 'allow'
}
