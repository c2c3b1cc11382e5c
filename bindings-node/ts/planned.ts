/** The shapes of modules and of their changes. */

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
