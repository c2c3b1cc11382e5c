/** The shapes of webhooks. */

/** An endpoint of webhooks. */
export interface WebhookEndpoint {
  /** Names it, and cannot be guessed: the last part of its URL. */
  readonly id: string
  /** The connection whose system delivers there. */
  readonly connection: string | null
  /** What people call it. */
  readonly label: string | null
  /** Whether the record is read before its event is published. */
  readonly enrich: boolean
  /** What the types of its events begin with, where its sender is no connection. */
  readonly prefix: string | null
  /** Where the system was told to deliver. */
  readonly url: string | null
  /** How many registrations the system keeps for it. */
  readonly registered: number
  /** Until when the secret before this one holds. */
  readonly previousUntil: string | null
  /** Counts its changes. */
  readonly revision: number
  readonly createdAt: string
  /** The secret, the one time that it is shown: when it was made. */
  readonly secret?: string
}

/** Senders that are known by name. */
export type WebhookSenderName = 'stripe' | 'standard' | 'github' | 'shopify' | 'slack' | 'hubspot'

/** How the deliveries of another sender are taken, in the words of the manifests (`webhooks.verify`, `webhooks.dedupe`). */
export interface WebhookSender {
  readonly verify: { readonly kind: 'hmac' | 'stripe' | 'standard' | 'secret' | 'endpoint'; readonly [word: string]: unknown }
  readonly dedupe: { readonly by: 'header' | 'body' | 'hash' | 'none'; readonly [word: string]: unknown }
  /** Where the event's name stands: a JSON pointer, or the name of a header. */
  readonly name?: string
  /** JSON pointer to what it happened to. */
  readonly subject?: string
}

/** How an endpoint is made. */
export interface WebhookOptions {
  /** A sender that is no connection. */
  readonly sender?: WebhookSenderName | WebhookSender
  /** What the types of a sender's events begin with; the sender's name without it. */
  readonly prefix?: string
  /** The sender's own secret; one is made without it. */
  readonly secret?: string
  /** What people call it. */
  readonly label?: string
  /** Whether the record is read before its event is published. */
  readonly enrich?: boolean
}

/** What is to be answered to a sender. */
export interface WebhookReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request of `node:http`. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly rawHeaders: readonly string[]
}

/** A response of `node:http`. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown
  end(body: string): unknown
}
