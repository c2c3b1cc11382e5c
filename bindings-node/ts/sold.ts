/** The shapes of what is sold: subscriptions, usage, the catalogue. */

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
  readonly whenUnknown: 'refuse' | 'allow'
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
