/** Webhooks: endpoints, their secrets, and the intake of deliveries. */

import { InvalidInputError } from './generated/errors.js'
import type { NativeWebhooks } from './native.js'
import { immediate, settled, type CallOptions } from './signal.js'
import type { NodeRequest, NodeResponse, WebhookEndpoint, WebhookOptions, WebhookReply } from './webhook.js'
import { decode, encode, text } from './wire.js'

/** How long the body of a request may take. */
const BODY_TIMEOUT_MS = 30_000
const TOO_LARGE: WebhookReply = refusal(413, 'too_large')
const TOO_SLOW: WebhookReply = refusal(408, 'too_slow')
const MALFORMED: WebhookReply = refusal(400, 'malformed')

/** What a request that is taken may need. */
export interface HandleOptions extends CallOptions {
  /** The URL that was asked for, for senders that sign it. */
  readonly url?: string
}

/** How long a body may take. */
export interface BodyOptions extends CallOptions {
  /** So many milliseconds at most; 30,000 without it. */
  readonly bodyTimeoutMs?: number
}

/** The webhooks of a tenant (`tenant.webhooks`), or the host's own with the intake of all (`bridge.webhooks`). */
export class Webhooks {
  readonly #native: NativeWebhooks

  /** Made by a tenant or a bridge. */
  constructor(native: NativeWebhooks) {
    this.#native = native
  }

  /**
   * Makes an endpoint, for a connection or for a sender that is none. Its `id` cannot be guessed and belongs into the URL;
   * its `secret` is shown this once. Rejects with `UNSUPPORTED` where the system sends no webhooks.
   *
   * ```ts
   * const { id, secret } = await tenant.webhooks.create('twenty', { enrich: true })
   * const stripe = await bridge.webhooks.create({ sender: 'stripe', secret: process.env.STRIPE_WEBHOOK_SECRET })
   * ```
   */
  create(connection: string, options?: WebhookOptions & CallOptions): Promise<WebhookEndpoint>
  create(options: WebhookOptions & CallOptions): Promise<WebhookEndpoint>
  async create(
    first: string | (WebhookOptions & CallOptions),
    second: WebhookOptions & CallOptions = {},
  ): Promise<WebhookEndpoint> {
    const { signal, sender, ...rest } = typeof first === 'string' ? second : first
    const request = { ...rest, ...(typeof first === 'string' ? { connection: first } : {}) }
    // A sender's description has the manifests' own words.
    const given = sender === undefined ? encode(request) : joined(encode(request), sender)
    return decode(await settled(signal, (cancel) => this.#native.create(given, cancel)))
  }

  /** The endpoints, oldest first; never a secret. */
  async list(options: CallOptions = {}): Promise<WebhookEndpoint[]> {
    return decode(await settled(options.signal, (cancel) => this.#native.list(cancel)))
  }

  /**
   * Gives an endpoint another secret: one that is made and shown this once, or the one that is given. The old one holds for
   * `overlapMs` as well: a day without it, seven days at most.
   */
  async rotate(
    id: string,
    options: { readonly secret?: string; readonly overlapMs?: number } & CallOptions = {},
  ): Promise<WebhookEndpoint> {
    const { signal, ...given } = options
    return decode(await settled(signal, (cancel) => this.#native.rotate(text('id', id), encode(given), cancel)))
  }

  /** Ends an endpoint: what comes there is refused from now on. Rejects with `NOT_FOUND` where there is none. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    await settled(options.signal, (cancel) => this.#native.delete(text('id', id), cancel))
  }

  /**
   * Tells the system of the endpoint's connection to deliver to `url`, which must hold the endpoint's id, in place of what
   * it was told before. `parents` are the ids of those below which changes are told, for a system that is told per parent:
   * NocoBase's collections (`nocobase:orders`). Rejects with `UNSUPPORTED` where a person has to do it; the message says how.
   */
  async register(
    id: string,
    url: string,
    options: {
      readonly resources?: readonly string[]
      readonly parents?: readonly string[]
      readonly deadlineMs?: number
    } & CallOptions = {},
  ): Promise<WebhookEndpoint> {
    const { signal, ...given } = options
    const request = encode({ ...given, url: text('url', url) })
    return decode(await settled(signal, (cancel) => this.#native.register(text('id', id), request, cancel)))
  }

  /** Tells the system to deliver no more. The endpoint stays. */
  async unregister(id: string, options: CallOptions = {}): Promise<WebhookEndpoint> {
    return decode(await settled(options.signal, (cancel) => this.#native.unregister(text('id', id), cancel)))
  }

  /**
   * Takes a delivery. A status of 200 says that its event is on the disk; whatever is wrong with it is a status, never a
   * rejection: 401 for a signature that is not good and for an endpoint that is not there, 400, 403 (the module is not
   * active), 405, 408, 413, 503 (come again).
   *
   * ```ts
   * export async function POST(request: Request, { params }: { params: Promise<{ endpoint: string }> }) {
   *   return bridge.webhooks.handle((await params).endpoint, request)
   * }
   * ```
   */
  handle(endpoint: string, request: Request, options?: BodyOptions): Promise<Response>
  handle(
    endpoint: string,
    method: string,
    headers: Iterable<readonly [string, string]> | Readonly<Record<string, string | string[] | undefined>>,
    body: Uint8Array,
    options?: HandleOptions,
  ): Promise<WebhookReply>
  async handle(
    endpoint: string,
    first: Request | string,
    second?: BodyOptions | Iterable<readonly [string, string]> | Readonly<Record<string, string | string[] | undefined>>,
    body?: Uint8Array,
    options: HandleOptions = {},
  ): Promise<Response | WebhookReply> {
    if (typeof first === 'string') {
      if (!(body instanceof Uint8Array)) throw new InvalidInputError('body must be the bytes that came, a Uint8Array')
      const headers = (second ?? []) as Iterable<readonly [string, string]>
      return this.#taken(text('endpoint', endpoint), first, pairs(headers), body, options)
    }
    const { bodyTimeoutMs, signal } = (second ?? {}) as BodyOptions
    if (first.bodyUsed) throw new InvalidInputError('the body of the request was read before; hand the request on as it came')
    const announced = Number(first.headers.get('content-length') ?? 0)
    const read = await collected(first.body ?? [], announced, this.#limit(), bodyTimeoutMs)
    const reply =
      read instanceof Uint8Array
        ? await this.#taken(text('endpoint', endpoint), first.method, pairs(first.headers), read, { signal, url: first.url })
        : read
    return new Response(reply.body, { status: reply.status, headers: reply.headers })
  }

  /**
   * A listener for `node:http`, Express and the like: the last part of the path is the endpoint's id. It must come before
   * whatever reads bodies.
   *
   * ```ts
   * createServer(bridge.webhooks.app()).listen(8080)
   * ```
   */
  app(options: { readonly bodyTimeoutMs?: number } = {}): (request: NodeRequest, response: NodeResponse) => Promise<void> {
    return async (request, response) => {
      const headers = rawPairs(request.rawHeaders)
      const one = (name: string) => headers.find(([known]) => known.toLowerCase() === name)?.[1]
      const path = request.url ?? '/'
      const read = await collected(request, Number(one('content-length') ?? 0), this.#limit(), options.bodyTimeoutMs)
      const endpoint = path.split('?', 1)[0]!.replace(/\/+$/, '').split('/').pop() ?? ''
      const url = `https://${one('host') ?? ''}${path}`
      const reply =
        read instanceof Uint8Array ? await this.#taken(endpoint, request.method ?? 'GET', headers, read, { url }) : read
      const closing = read instanceof Uint8Array ? {} : { connection: 'close' }
      response.writeHead(reply.status, { ...reply.headers, ...closing })
      response.end(reply.body)
    }
  }

  #limit(): number {
    return immediate(() => this.#native.maxBodyBytes())
  }

  async #taken(
    endpoint: string,
    method: string,
    headers: string[][],
    body: Uint8Array,
    { signal, url }: HandleOptions,
  ): Promise<WebhookReply> {
    const call = (cancel?: Parameters<NativeWebhooks['handle']>[5]) =>
      this.#native.handle(endpoint, method, url, headers, body, cancel)
    return decode(await settled(signal, call))
  }
}

/** A JSON object with one more member, whose keys are not renamed. */
function joined(json: string, sender: unknown): string {
  return JSON.stringify({ ...(JSON.parse(json) as object), sender })
}

function refusal(status: number, error: string): WebhookReply {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: JSON.stringify({ error }) }
}

function pairs(headers: Iterable<readonly [string, string]> | Readonly<Record<string, string | string[] | undefined>>): string[][] {
  if (Symbol.iterator in headers) return [...(headers as Iterable<readonly [string, string]>)].map(([name, value]) => [name, value])
  const each = Object.entries(headers).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
  return each.filter((pair): pair is [string, string] => pair[1] !== undefined)
}

function rawPairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length >> 1 }, (_, at) => [raw[2 * at]!, raw[2 * at + 1]!])
}

/** The bytes of a body, no more than are taken and no longer than it may take; else what is answered. */
async function collected(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ReadableStream<Uint8Array>,
  announced: number,
  limit: number,
  timeoutMs = BODY_TIMEOUT_MS,
): Promise<Uint8Array | WebhookReply> {
  if (announced > limit) return TOO_LARGE
  const chunks: Uint8Array[] = []
  const iterator = iterate(body)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<WebhookReply>((resolve) => {
    timer = setTimeout(() => resolve(TOO_SLOW), timeoutMs)
  })
  const all = async (): Promise<Uint8Array | WebhookReply> => {
    for (let length = 0; ; ) {
      const { done, value } = await iterator.next()
      if (done) return join(chunks, length)
      length += value.byteLength
      if (length > limit) return TOO_LARGE
      chunks.push(value)
    }
  }
  // A sender that goes away in between is no defect of ours.
  const read = await Promise.race([all().catch(() => MALFORMED), late])
  clearTimeout(timer)
  if (!(read instanceof Uint8Array)) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  return read
}

function iterate(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ReadableStream<Uint8Array>,
): AsyncIterator<Uint8Array> {
  if ('getReader' in body) {
    const reader = body.getReader()
    return {
      next: async () => (await reader.read()) as IteratorResult<Uint8Array>,
      return: async () => {
        await reader.cancel()
        return { done: true, value: undefined }
      },
    }
  }
  return (async function* () {
    yield* body
  })()
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}
