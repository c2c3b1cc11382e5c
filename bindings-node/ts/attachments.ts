/** The files that hang on a record. */

import { resolve } from 'node:path'
import { InvalidInputError } from './generated/errors.js'
import type { Attachment } from './generated/models.js'
import type { CancelHandle, NativeTenant } from './native.js'
import { settled, type CallOptions } from './signal.js'
import { encode, text } from './wire.js'

/** Where the files of a record are looked for. */
export interface AttachedTo {
  /** The connection, where the id does not say it. */
  readonly connection?: string | undefined
  /** The field that they hang on, where a system keeps files in fields and the collection has several. */
  readonly field?: string | undefined
}

/** What every call on attachments takes. */
export interface AttachmentOptions extends CallOptions {
  /** Milliseconds for the whole call. */
  readonly deadlineMs?: number | undefined
}

/** The options of `list`. */
export interface AttachmentListOptions extends AttachmentOptions {
  /** Whether the attachments carry the system's own JSON. */
  readonly raw?: boolean | undefined
}

/** The options of `upload`. */
export interface UploadOptions extends AttachmentOptions {
  /** The media type; that of a `Blob`, else `application/octet-stream`, when not given. */
  readonly contentType?: string | undefined
  /**
   * Repeating the call with it gives the same attachment, also from another process. Only the write ledger knows it; the
   * same key for another content is a `CONFLICT`.
   */
  readonly idempotencyKey?: string | undefined
}

/** The options of `download` and `save`. */
export interface DownloadOptions extends AttachmentOptions {
  /** How large the file may be, in bytes; 64 MiB when not given. */
  readonly maxBytes?: number | undefined
}

/**
 * The files of one record: `tenant.accounting.invoices.attachments(invoice.id)`. All methods reject with `UNSUPPORTED`
 * where the system has no such thing; `capabilities()` says it under `attachments`.
 */
export class Attachments {
  readonly #tenant: NativeTenant
  readonly #path: string
  readonly #record: string
  readonly #connection: string | undefined
  readonly #field: string | undefined

  /** Made by `attachments` of a resource. */
  constructor(
    tenant: NativeTenant,
    path: string,
    recordId: string,
    connection: string | undefined,
    field: string | undefined,
  ) {
    this.#tenant = tenant
    this.#path = path
    this.#record = text('recordId', recordId)
    this.#connection = connection
    this.#field = field === undefined ? undefined : text('field', field)
  }

  /** The files that hang on the record, all of them. */
  async list(options: AttachmentListOptions = {}): Promise<Attachment[]> {
    const chosen = this.#options(options)
    const call = (cancel?: CancelHandle) => this.#tenant.attachments(this.#path, this.#record, chosen, cancel)
    return JSON.parse(await settled(options.signal, call)) as Attachment[]
  }

  /**
   * Hangs a file on the record and resolves to it as the system keeps it, perhaps under another name. The record is read
   * first. Rejects with `NOT_FOUND` where it is not there, `ALREADY_EXISTS` where a system keeps one file of a name, and
   * `OUTCOME_UNKNOWN` where the answer was lost: an upload is never sent again blindly, and `writes` has it until somebody
   * settles it.
   *
   * ```ts
   * await tenant.accounting.invoices.attachments(invoice.id).upload('Größe.txt', Buffer.from('2 boxes'), { contentType: 'text/plain' })
   * ```
   */
  async upload(name: string, data: Uint8Array | ArrayBuffer | Blob, options: UploadOptions = {}): Promise<Attachment> {
    const type = options.contentType ?? (data instanceof Blob && data.type !== '' ? data.type : undefined)
    const chosen = this.#options({ ...options, contentType: type })
    const given = text('name', name)
    const bytes = await content(data)
    options.signal?.throwIfAborted()
    const call = (cancel?: CancelHandle) =>
      this.#tenant.uploadAttachment(this.#path, this.#record, given, bytes, chosen, cancel)
    return JSON.parse(await settled(options.signal, call)) as Attachment
  }

  /**
   * The content of a file (a `Buffer`), by its `id` or the system's own id. Rejects with `UPSTREAM_INVALID` where it has more than
   * `maxBytes`, and with `EGRESS_DENIED` where the system keeps it behind an address that may not be followed.
   */
  async download(attachmentId: string, options: DownloadOptions = {}): Promise<Uint8Array> {
    const [id, chosen] = [text('attachmentId', attachmentId), this.#options(options)]
    const call = (cancel?: CancelHandle) => this.#tenant.downloadAttachment(this.#path, this.#record, id, chosen, cancel)
    return settled(options.signal, call)
  }

  /** Downloads a file to a path, replacing what is there, and resolves to its size in bytes. */
  async save(attachmentId: string, path: string, options: DownloadOptions = {}): Promise<number> {
    const [id, chosen, target] = [
      text('attachmentId', attachmentId),
      this.#options(options),
      resolve(text('path', path)),
    ]
    const call = (cancel?: CancelHandle) => this.#tenant.saveAttachment(this.#path, this.#record, id, target, chosen, cancel)
    return settled(options.signal, call)
  }

  /** Takes a file from the record. Rejects with `NOT_FOUND` where the record has no such file. */
  async delete(attachmentId: string, options: AttachmentOptions = {}): Promise<void> {
    const [id, chosen] = [text('attachmentId', attachmentId), this.#options(options)]
    const call = (cancel?: CancelHandle) => this.#tenant.deleteAttachment(this.#path, this.#record, id, chosen, cancel)
    await settled(options.signal, call)
  }

  #options(options: UploadOptions & DownloadOptions & AttachmentListOptions): string {
    const { signal: _, ...rest } = options
    return encode({ ...rest, connection: this.#connection, field: this.#field })
  }
}


async function content(data: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer())
  throw new InvalidInputError('data must be a Uint8Array (a Buffer is one), an ArrayBuffer or a Blob')
}
