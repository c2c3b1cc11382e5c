// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

import type { Condition, DecimalInput, EnvelopeFilter, RecordEnvelope } from '../record.js'

/** A company whose books the system keeps. */
export interface Organization extends RecordEnvelope {
  /** The company's name. */
  readonly name: string | null
  /** The country, as the system writes it (a name or an ISO 3166 code). */
  readonly country: string | null
  /** The currency of the books, ISO 4217. */
  readonly currency: string | null
  /** The company's tax or VAT number. */
  readonly taxNumber: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** The web address. */
  readonly website: string | null
}

/** `Organization` as input; which fields a system takes, `capabilities()` says. */
export interface OrganizationInput {
  /** The company's name. */
  readonly name?: string | null | undefined
  /** The country, as the system writes it (a name or an ISO 3166 code). */
  readonly country?: string | null | undefined
  /** The currency of the books, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The company's tax or VAT number. */
  readonly taxNumber?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** The web address. */
  readonly website?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Organization` can be filtered by. */
export interface OrganizationFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly country?: Condition<string>
  readonly currency?: Condition<string>
  readonly taxNumber?: Condition<string>
  readonly email?: Condition<string>
  readonly phone?: Condition<string>
  readonly website?: Condition<string>
}

/** What it is to the organization. */
export type ContactRoles = 'customer' | 'supplier'

/** A company or a person. */
export type ContactKind = 'company' | 'individual' | 'other'

/** A customer or supplier: who an invoice is for or from. */
export interface Contact extends RecordEnvelope {
  /** The company's or person's name. */
  readonly name: string | null
  /** What it is to the organization. */
  readonly roles: readonly ContactRoles[] | null
  /** A company or a person. */
  readonly kind: ContactKind | null
  /** The human number of the customer or supplier. */
  readonly number: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** The web address. */
  readonly website: string | null
  /** The tax or VAT number. */
  readonly taxNumber: string | null
  /** The currency it is billed in, ISO 4217. */
  readonly currency: string | null
  /** Street and house number. */
  readonly street: string | null
  /** The town. */
  readonly city: string | null
  /** The postal code. */
  readonly postalCode: string | null
  /** The country, as the system writes it. */
  readonly country: string | null
  /** Whether it may be used in new documents. */
  readonly active: boolean | null
  /** Free text. */
  readonly notes: string | null
}

/** `Contact` as input; which fields a system takes, `capabilities()` says. */
export interface ContactInput {
  /** The company's or person's name. */
  readonly name?: string | null | undefined
  /** What it is to the organization. */
  readonly roles?: readonly ContactRoles[] | null | undefined
  /** A company or a person. */
  readonly kind?: ContactKind | null | undefined
  /** The human number of the customer or supplier. */
  readonly number?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** The web address. */
  readonly website?: string | null | undefined
  /** The tax or VAT number. */
  readonly taxNumber?: string | null | undefined
  /** The currency it is billed in, ISO 4217. */
  readonly currency?: string | null | undefined
  /** Street and house number. */
  readonly street?: string | null | undefined
  /** The town. */
  readonly city?: string | null | undefined
  /** The postal code. */
  readonly postalCode?: string | null | undefined
  /** The country, as the system writes it. */
  readonly country?: string | null | undefined
  /** Whether it may be used in new documents. */
  readonly active?: boolean | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Contact` can be filtered by. */
export interface ContactFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly roles?: Condition<ContactRoles>
  readonly kind?: Condition<ContactKind>
  readonly number?: Condition<string>
  readonly email?: Condition<string>
  readonly phone?: Condition<string>
  readonly website?: Condition<string>
  readonly taxNumber?: Condition<string>
  readonly currency?: Condition<string>
  readonly street?: Condition<string>
  readonly city?: Condition<string>
  readonly postalCode?: Condition<string>
  readonly country?: Condition<string>
  readonly active?: Condition<boolean>
  readonly notes?: Condition<string>
}

/** A thing or a service. */
export type ItemKind = 'product' | 'service' | 'other'

/** A product or service that is sold or bought. */
export interface Item extends RecordEnvelope {
  /** The human code (SKU). */
  readonly code: string | null
  /** The name. */
  readonly name: string | null
  /** A description; may hold HTML where the system keeps HTML. */
  readonly description: string | null
  /** A thing or a service. */
  readonly kind: ItemKind | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** The group of items it belongs to. */
  readonly category: string | null
  /** The net price per unit, in the organization's currency. */
  readonly salesPrice: string | null
  /** The tax rate in percent. */
  readonly taxRate: string | null
  /** Whether it can be sold. */
  readonly sold: boolean | null
  /** Whether it can be bought. */
  readonly bought: boolean | null
  /** Whether it may be used in new documents. */
  readonly active: boolean | null
}

/** `Item` as input; which fields a system takes, `capabilities()` says. */
export interface ItemInput {
  /** The human code (SKU). */
  readonly code?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** A description; may hold HTML where the system keeps HTML. */
  readonly description?: string | null | undefined
  /** A thing or a service. */
  readonly kind?: ItemKind | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** The group of items it belongs to. */
  readonly category?: string | null | undefined
  /** The net price per unit, in the organization's currency. */
  readonly salesPrice?: DecimalInput | null | undefined
  /** The tax rate in percent. */
  readonly taxRate?: DecimalInput | null | undefined
  /** Whether it can be sold. */
  readonly sold?: boolean | null | undefined
  /** Whether it can be bought. */
  readonly bought?: boolean | null | undefined
  /** Whether it may be used in new documents. */
  readonly active?: boolean | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Item` can be filtered by. */
export interface ItemFilter extends EnvelopeFilter {
  readonly code?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly kind?: Condition<ItemKind>
  readonly unit?: Condition<string>
  readonly category?: Condition<string>
  readonly salesPrice?: Condition<DecimalInput>
  readonly taxRate?: Condition<DecimalInput>
  readonly sold?: Condition<boolean>
  readonly bought?: Condition<boolean>
  readonly active?: Condition<boolean>
}

/** One tax of a template. */
export interface TaxRateLine {
  /** The account it is booked to. */
  readonly account: string | null
  /** What documents show. */
  readonly description: string | null
  /** The rate in percent. */
  readonly rate: string | null
}

/** `TaxRateLine` as input; which fields a system takes, `capabilities()` says. */
export interface TaxRateLineInput {
  /** The account it is booked to. */
  readonly account?: string | null | undefined
  /** What documents show. */
  readonly description?: string | null | undefined
  /** The rate in percent. */
  readonly rate?: DecimalInput | null | undefined
}

/** What it applies to. */
export type TaxRateDirection = 'sales' | 'purchase'

/** A tax, or a template of taxes, that documents refer to. */
export interface TaxRate extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** What it applies to. */
  readonly direction: TaxRateDirection | null
  /** Whether new documents start with it. */
  readonly isDefault: boolean | null
  /** Whether it may be used in new documents. */
  readonly active: boolean | null
  /** The taxes of the template, in order. */
  readonly lines: readonly TaxRateLine[] | null
}

/** `TaxRate` as input; which fields a system takes, `capabilities()` says. */
export interface TaxRateInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** What it applies to. */
  readonly direction?: TaxRateDirection | null | undefined
  /** Whether new documents start with it. */
  readonly isDefault?: boolean | null | undefined
  /** Whether it may be used in new documents. */
  readonly active?: boolean | null | undefined
  /** The taxes of the template, in order. */
  readonly lines?: readonly TaxRateLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `TaxRate` can be filtered by. */
export interface TaxRateFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly direction?: Condition<TaxRateDirection>
  readonly isDefault?: Condition<boolean>
  readonly active?: Condition<boolean>
}

/** One line of an invoice. */
export interface InvoiceLine {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId: string | null
  /** The item, if the line is for one. */
  readonly itemId: string | null
  /** What is billed; may hold HTML where the system keeps HTML. */
  readonly description: string | null
  /** How many units. */
  readonly quantity: string | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** The net price of one unit. */
  readonly unitPrice: string | null
  /** The discount in percent. */
  readonly discountPercent: string | null
  /** The tax rate in percent. */
  readonly taxRate: string | null
  /** The line's sum without tax. */
  readonly subtotal: string | null
  /** The line's tax. */
  readonly taxTotal: string | null
  /** The line's sum with tax. */
  readonly total: string | null
  /** The account it is booked to. */
  readonly account: string | null
}

/** `InvoiceLine` as input; which fields a system takes, `capabilities()` says. */
export interface InvoiceLineInput {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId?: string | null | undefined
  /** The item, if the line is for one. */
  readonly itemId?: string | null | undefined
  /** What is billed; may hold HTML where the system keeps HTML. */
  readonly description?: string | null | undefined
  /** How many units. */
  readonly quantity?: DecimalInput | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** The net price of one unit. */
  readonly unitPrice?: DecimalInput | null | undefined
  /** The discount in percent. */
  readonly discountPercent?: DecimalInput | null | undefined
  /** The tax rate in percent. */
  readonly taxRate?: DecimalInput | null | undefined
  /** The line's sum without tax. */
  readonly subtotal?: DecimalInput | null | undefined
  /** The line's tax. */
  readonly taxTotal?: DecimalInput | null | undefined
  /** The line's sum with tax. */
  readonly total?: DecimalInput | null | undefined
  /** The account it is booked to. */
  readonly account?: string | null | undefined
}

/** To a customer, or from a supplier (a bill). */
export type InvoiceDirection = 'sales' | 'purchase'

/** What it is. */
export type InvoiceKind = 'standard' | 'credit_note' | 'deposit' | 'replacement' | 'other'

/** Its state. */
export type InvoiceStatus = 'draft' | 'open' | 'partly_paid' | 'paid' | 'overdue' | 'void' | 'other'

/** An invoice to a customer (sales) or from a supplier (purchase), with its lines. */
export interface Invoice extends RecordEnvelope {
  /** To a customer, or from a supplier (a bill). */
  readonly direction: InvoiceDirection | null
  /** What it is. */
  readonly kind: InvoiceKind | null
  /** The human number; a draft may have none, or a provisional one. */
  readonly number: string | null
  /** Its state. */
  readonly status: InvoiceStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The customer or supplier. */
  readonly contactId: string | null
  /** The contact's name on the document. */
  readonly contactName: string | null
  /** The date on the document. */
  readonly issueDate: string | null
  /** When it is due. */
  readonly dueDate: string | null
  /** The currency of all amounts, ISO 4217. */
  readonly currency: string | null
  /** Units of the organization's currency per unit of the document's currency. */
  readonly exchangeRate: string | null
  /** The sum without tax. */
  readonly subtotal: string | null
  /** The sum of the taxes. */
  readonly taxTotal: string | null
  /** The sum with tax. */
  readonly total: string | null
  /** What is still to be paid. */
  readonly amountDue: string | null
  /** The other side's reference: the customer's order number, the supplier's bill number. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, in order; empty (null) where a list does not carry them. */
  readonly lines: readonly InvoiceLine[] | null
}

/** `Invoice` as input; which fields a system takes, `capabilities()` says. */
export interface InvoiceInput {
  /** To a customer, or from a supplier (a bill). */
  readonly direction?: InvoiceDirection | null | undefined
  /** What it is. */
  readonly kind?: InvoiceKind | null | undefined
  /** The human number; a draft may have none, or a provisional one. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: InvoiceStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The customer or supplier. */
  readonly contactId?: string | null | undefined
  /** The contact's name on the document. */
  readonly contactName?: string | null | undefined
  /** The date on the document. */
  readonly issueDate?: string | null | undefined
  /** When it is due. */
  readonly dueDate?: string | null | undefined
  /** The currency of all amounts, ISO 4217. */
  readonly currency?: string | null | undefined
  /** Units of the organization's currency per unit of the document's currency. */
  readonly exchangeRate?: DecimalInput | null | undefined
  /** The sum without tax. */
  readonly subtotal?: DecimalInput | null | undefined
  /** The sum of the taxes. */
  readonly taxTotal?: DecimalInput | null | undefined
  /** The sum with tax. */
  readonly total?: DecimalInput | null | undefined
  /** What is still to be paid. */
  readonly amountDue?: DecimalInput | null | undefined
  /** The other side's reference: the customer's order number, the supplier's bill number. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, in order; empty (null) where a list does not carry them. */
  readonly lines?: readonly InvoiceLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Invoice` can be filtered by. */
export interface InvoiceFilter extends EnvelopeFilter {
  readonly direction?: Condition<InvoiceDirection>
  readonly kind?: Condition<InvoiceKind>
  readonly number?: Condition<string>
  readonly status?: Condition<InvoiceStatus>
  readonly statusNative?: Condition<string>
  readonly contactId?: Condition<string>
  readonly contactName?: Condition<string>
  readonly issueDate?: Condition<string>
  readonly dueDate?: Condition<string>
  readonly currency?: Condition<string>
  readonly exchangeRate?: Condition<DecimalInput>
  readonly subtotal?: Condition<DecimalInput>
  readonly taxTotal?: Condition<DecimalInput>
  readonly total?: Condition<DecimalInput>
  readonly amountDue?: Condition<DecimalInput>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** The part of a payment that settles one invoice. */
export interface Allocation {
  /** The invoice. */
  readonly invoiceId: string | null
  /** How much of the payment. */
  readonly amount: string | null
}

/** `Allocation` as input; which fields a system takes, `capabilities()` says. */
export interface AllocationInput {
  /** The invoice. */
  readonly invoiceId?: string | null | undefined
  /** How much of the payment. */
  readonly amount?: DecimalInput | null | undefined
}

/** Money in, out, or between own accounts. */
export type PaymentDirection = 'received' | 'made' | 'transfer'

/** Its state. */
export type PaymentStatus = 'draft' | 'posted' | 'void' | 'other'

/** Money received from a customer or paid to a supplier, with the invoices that it settles. */
export interface Payment extends RecordEnvelope {
  /** Money in, out, or between own accounts. */
  readonly direction: PaymentDirection | null
  /** The human number. */
  readonly number: string | null
  /** Its state. */
  readonly status: PaymentStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** Who paid or was paid. */
  readonly contactId: string | null
  /** When it was paid. */
  readonly date: string | null
  /** The currency of the amount, ISO 4217. */
  readonly currency: string | null
  /** How much. */
  readonly amount: string | null
  /** How much of it settles no invoice yet. */
  readonly unallocated: string | null
  /** How it was paid, in the system's word. */
  readonly method: string | null
  /** The bank's or payer's reference. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** The invoices it settles. */
  readonly allocations: readonly Allocation[] | null
}

/** `Payment` as input; which fields a system takes, `capabilities()` says. */
export interface PaymentInput {
  /** Money in, out, or between own accounts. */
  readonly direction?: PaymentDirection | null | undefined
  /** The human number. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: PaymentStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** Who paid or was paid. */
  readonly contactId?: string | null | undefined
  /** When it was paid. */
  readonly date?: string | null | undefined
  /** The currency of the amount, ISO 4217. */
  readonly currency?: string | null | undefined
  /** How much. */
  readonly amount?: DecimalInput | null | undefined
  /** How much of it settles no invoice yet. */
  readonly unallocated?: DecimalInput | null | undefined
  /** How it was paid, in the system's word. */
  readonly method?: string | null | undefined
  /** The bank's or payer's reference. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The invoices it settles. */
  readonly allocations?: readonly AllocationInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Payment` can be filtered by. */
export interface PaymentFilter extends EnvelopeFilter {
  readonly direction?: Condition<PaymentDirection>
  readonly number?: Condition<string>
  readonly status?: Condition<PaymentStatus>
  readonly statusNative?: Condition<string>
  readonly contactId?: Condition<string>
  readonly date?: Condition<string>
  readonly currency?: Condition<string>
  readonly amount?: Condition<DecimalInput>
  readonly unallocated?: Condition<DecimalInput>
  readonly method?: Condition<string>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** One line of a journal entry: a debit or a credit of one account. */
export interface JournalLine {
  /** The system's id of the line. */
  readonly lineId: string | null
  /** The account. */
  readonly account: string | null
  /** The amount debited, in the account's currency. */
  readonly debit: string | null
  /** The amount credited, in the account's currency. */
  readonly credit: string | null
  /** The customer or supplier, for receivables and payables. */
  readonly contactId: string | null
  /** What the line is for. */
  readonly description: string | null
  /** The line's place, from 1. */
  readonly position: number | null
}

/** `JournalLine` as input; which fields a system takes, `capabilities()` says. */
export interface JournalLineInput {
  /** The system's id of the line. */
  readonly lineId?: string | null | undefined
  /** The account. */
  readonly account?: string | null | undefined
  /** The amount debited, in the account's currency. */
  readonly debit?: DecimalInput | null | undefined
  /** The amount credited, in the account's currency. */
  readonly credit?: DecimalInput | null | undefined
  /** The customer or supplier, for receivables and payables. */
  readonly contactId?: string | null | undefined
  /** What the line is for. */
  readonly description?: string | null | undefined
  /** The line's place, from 1. */
  readonly position?: number | null | undefined
}

/** Its state. */
export type JournalEntryStatus = 'draft' | 'posted' | 'void' | 'other'

/** A journal entry: lines whose debits equal its credits. */
export interface JournalEntry extends RecordEnvelope {
  /** The human number. */
  readonly number: string | null
  /** Its state. */
  readonly status: JournalEntryStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The kind of voucher, in the system's word. */
  readonly kind: string | null
  /** The posting date. */
  readonly date: string | null
  /** The currency of the totals, ISO 4217. */
  readonly currency: string | null
  /** The sum of the debits. */
  readonly totalDebit: string | null
  /** The sum of the credits. */
  readonly totalCredit: string | null
  /** The reference of the voucher. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, in order; balanced before they are sent. */
  readonly lines: readonly JournalLine[] | null
}

/** `JournalEntry` as input; which fields a system takes, `capabilities()` says. */
export interface JournalEntryInput {
  /** The human number. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: JournalEntryStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The kind of voucher, in the system's word. */
  readonly kind?: string | null | undefined
  /** The posting date. */
  readonly date?: string | null | undefined
  /** The currency of the totals, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The sum of the debits. */
  readonly totalDebit?: DecimalInput | null | undefined
  /** The sum of the credits. */
  readonly totalCredit?: DecimalInput | null | undefined
  /** The reference of the voucher. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, in order; balanced before they are sent. */
  readonly lines?: readonly JournalLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `JournalEntry` can be filtered by. */
export interface JournalEntryFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly status?: Condition<JournalEntryStatus>
  readonly statusNative?: Condition<string>
  readonly kind?: Condition<string>
  readonly date?: Condition<string>
  readonly currency?: Condition<string>
  readonly totalDebit?: Condition<DecimalInput>
  readonly totalCredit?: Condition<DecimalInput>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** Its state. */
export type ProjectStatus = 'draft' | 'open' | 'completed' | 'cancelled' | 'other'

/** A project. */
export interface Project extends RecordEnvelope {
  /** The human number or code. */
  readonly number: string | null
  /** The name. */
  readonly name: string | null
  /** What it is about; may hold HTML where the system keeps HTML. */
  readonly description: string | null
  /** Its state. */
  readonly status: ProjectStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The customer it is for. */
  readonly contactId: string | null
  /** When it starts. */
  readonly startDate: string | null
  /** When it is to end. */
  readonly endDate: string | null
  /** How much is done, in percent. */
  readonly progressPercent: string | null
  /** The budget, in the organization's currency. */
  readonly budget: string | null
}

/** `Project` as input; which fields a system takes, `capabilities()` says. */
export interface ProjectInput {
  /** The human number or code. */
  readonly number?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** What it is about; may hold HTML where the system keeps HTML. */
  readonly description?: string | null | undefined
  /** Its state. */
  readonly status?: ProjectStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The customer it is for. */
  readonly contactId?: string | null | undefined
  /** When it starts. */
  readonly startDate?: string | null | undefined
  /** When it is to end. */
  readonly endDate?: string | null | undefined
  /** How much is done, in percent. */
  readonly progressPercent?: DecimalInput | null | undefined
  /** The budget, in the organization's currency. */
  readonly budget?: DecimalInput | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Project` can be filtered by. */
export interface ProjectFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly status?: Condition<ProjectStatus>
  readonly statusNative?: Condition<string>
  readonly contactId?: Condition<string>
  readonly startDate?: Condition<string>
  readonly endDate?: Condition<string>
  readonly progressPercent?: Condition<DecimalInput>
  readonly budget?: Condition<DecimalInput>
}
