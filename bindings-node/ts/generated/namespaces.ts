// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

import type { RecordEnvelope } from '../record.js'
import { Resource, type Scope, type RecordOptions } from '../resource.js'
import type {
  Contact,
  ContactFilter,
  ContactInput,
  Invoice,
  InvoiceFilter,
  InvoiceInput,
  Item,
  ItemFilter,
  ItemInput,
  JournalEntry,
  JournalEntryFilter,
  JournalEntryInput,
  Organization,
  OrganizationFilter,
  OrganizationInput,
  Payment,
  PaymentFilter,
  PaymentInput,
  Project,
  ProjectFilter,
  ProjectInput,
  TaxRate,
  TaxRateFilter,
  TaxRateInput,
} from './models.js'

/** `accounting.organizations`. A company whose books the system keeps. */
export class Organizations extends Resource<Organization, OrganizationInput, OrganizationFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.organizations')
  }
}

/** `accounting.contacts`. A customer or supplier: who an invoice is for or from. */
export class Contacts extends Resource<Contact, ContactInput, ContactFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.contacts')
  }
}

/** `accounting.items`. A product or service that is sold or bought. */
export class Items extends Resource<Item, ItemInput, ItemFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.items')
  }
}

/** `accounting.tax_rates`. A tax, or a template of taxes, that documents refer to. */
export class TaxRates extends Resource<TaxRate, TaxRateInput, TaxRateFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.tax_rates')
  }
}

/** `accounting.invoices`. An invoice to a customer (sales) or from a supplier (purchase), with its lines. */
export class Invoices extends Resource<Invoice, InvoiceInput, InvoiceFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.invoices')
  }

  /** Makes a draft final: it is numbered and booked. Resolves to the record as it is afterwards. */
  submit(id: string, options: RecordOptions = {}): Promise<Invoice> {
    return this.action(id, 'submit', null, options)
  }

  /** Takes back a final document; it stays visible as void. Resolves to the record as it is afterwards. */
  cancel(id: string, options: RecordOptions = {}): Promise<Invoice> {
    return this.action(id, 'cancel', null, options)
  }

  /** Books a payment of the invoice. Resolves to the record as it is afterwards. */
  pay(id: string, input: Readonly<Record<string, unknown>>, options: RecordOptions = {}): Promise<Invoice> {
    return this.action(id, 'pay', input, options)
  }
}

/** `accounting.payments`. Money received from a customer or paid to a supplier, with the invoices that it settles. */
export class Payments extends Resource<Payment, PaymentInput, PaymentFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.payments')
  }

  /** Makes a draft final: it is numbered and booked. Resolves to the record as it is afterwards. */
  submit(id: string, options: RecordOptions = {}): Promise<Payment> {
    return this.action(id, 'submit', null, options)
  }

  /** Takes back a final document; it stays visible as void. Resolves to the record as it is afterwards. */
  cancel(id: string, options: RecordOptions = {}): Promise<Payment> {
    return this.action(id, 'cancel', null, options)
  }
}

/** `accounting.journal_entries`. A journal entry: lines whose debits equal its credits. */
export class JournalEntries extends Resource<JournalEntry, JournalEntryInput, JournalEntryFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.journal_entries')
  }

  /** Makes a draft final: it is numbered and booked. Resolves to the record as it is afterwards. */
  submit(id: string, options: RecordOptions = {}): Promise<JournalEntry> {
    return this.action(id, 'submit', null, options)
  }

  /** Takes back a final document; it stays visible as void. Resolves to the record as it is afterwards. */
  cancel(id: string, options: RecordOptions = {}): Promise<JournalEntry> {
    return this.action(id, 'cancel', null, options)
  }
}

/** `projects.projects`. A project. */
export class Projects extends Resource<Project, ProjectInput, ProjectFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.projects')
  }
}

/** The module `accounting`: one property per resource. */
export class AccountingModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** A company whose books the system keeps. */
  get organizations(): Organizations {
    return new Organizations(this.#scope)
  }

  /** A customer or supplier: who an invoice is for or from. */
  get contacts(): Contacts {
    return new Contacts(this.#scope)
  }

  /** A product or service that is sold or bought. */
  get items(): Items {
    return new Items(this.#scope)
  }

  /** A tax, or a template of taxes, that documents refer to. */
  get taxRates(): TaxRates {
    return new TaxRates(this.#scope)
  }

  /** An invoice to a customer (sales) or from a supplier (purchase), with its lines. */
  get invoices(): Invoices {
    return new Invoices(this.#scope)
  }

  /** Money received from a customer or paid to a supplier, with the invoices that it settles. */
  get payments(): Payments {
    return new Payments(this.#scope)
  }

  /** A journal entry: lines whose debits equal its credits. */
  get journalEntries(): JournalEntries {
    return new JournalEntries(this.#scope)
  }
}

/** The module `projects`: one property per resource. */
export class ProjectsModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** A project. */
  get projects(): Projects {
    return new Projects(this.#scope)
  }
}

/** What a tenant and a connection share: the modules. */
export abstract class Namespaces {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** The module `accounting`. */
  get accounting(): AccountingModule {
    return new AccountingModule(this.#scope)
  }

  /** The module `projects`. */
  get projects(): ProjectsModule {
    return new ProjectsModule(this.#scope)
  }
}

const RESOURCES: ReadonlyMap<string, new (scope: Scope) => unknown> = new Map<string, new (scope: Scope) => unknown>([
  ['accounting.organizations', Organizations],
  ['accounting.contacts', Contacts],
  ['accounting.items', Items],
  ['accounting.tax_rates', TaxRates],
  ['accounting.invoices', Invoices],
  ['accounting.payments', Payments],
  ['accounting.journal_entries', JournalEntries],
  ['projects.projects', Projects],
])

type Fields = Readonly<Record<string, unknown>>

/** The resource of a full name; of one that has no model here, the plain operations. */
export function resourceOf(scope: Scope, path: string): Resource<RecordEnvelope, Fields, Fields> {
  const Known = RESOURCES.get(path)
  return (Known ? new Known(scope) : new Resource(scope, path)) as Resource<RecordEnvelope, Fields, Fields>
}
