/** What a tenant has bought, and what it uses up. */

import type { NativeTenant } from './native.js'
import { settled, type CallOptions } from './signal.js'
import type { SubscriptionChange, SubscriptionResult, SubscriptionState, UsageState } from './sold.js'
import { decode, encode, text } from './wire.js'

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
