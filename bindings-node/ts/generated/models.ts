// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

import type { Condition, DecimalInput, EnvelopeFilter, InstantInput, RecordEnvelope } from '../record.js'

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

/** The side of the books. */
export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'other'

/** An account of the books. */
export interface Account extends RecordEnvelope {
  /** The human number (code). */
  readonly number: string | null
  /** The name. */
  readonly name: string | null
  /** What is booked to it. */
  readonly description: string | null
  /** The side of the books. */
  readonly kind: AccountKind | null
  /** The kind of account, in the system's word. */
  readonly subtype: string | null
  /** The account above it. */
  readonly parentId: string | null
  /** The currency it is kept in, ISO 4217. */
  readonly currency: string | null
  /** What stands on it, in its currency. */
  readonly balance: string | null
  /** Whether it only holds other accounts. */
  readonly isGroup: boolean | null
  /** Whether it came with the system. */
  readonly builtIn: boolean | null
  /** Whether it may be booked to. */
  readonly active: boolean | null
}

/** `Account` as input; which fields a system takes, `capabilities()` says. */
export interface AccountInput {
  /** The human number (code). */
  readonly number?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** What is booked to it. */
  readonly description?: string | null | undefined
  /** The side of the books. */
  readonly kind?: AccountKind | null | undefined
  /** The kind of account, in the system's word. */
  readonly subtype?: string | null | undefined
  /** The account above it. */
  readonly parentId?: string | null | undefined
  /** The currency it is kept in, ISO 4217. */
  readonly currency?: string | null | undefined
  /** What stands on it, in its currency. */
  readonly balance?: DecimalInput | null | undefined
  /** Whether it only holds other accounts. */
  readonly isGroup?: boolean | null | undefined
  /** Whether it came with the system. */
  readonly builtIn?: boolean | null | undefined
  /** Whether it may be booked to. */
  readonly active?: boolean | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Account` can be filtered by. */
export interface AccountFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly kind?: Condition<AccountKind>
  readonly subtype?: Condition<string>
  readonly parentId?: Condition<string>
  readonly currency?: Condition<string>
  readonly balance?: Condition<DecimalInput>
  readonly isGroup?: Condition<boolean>
  readonly builtIn?: Condition<boolean>
  readonly active?: Condition<boolean>
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
  /** What one unit costs, in the organization's currency. */
  readonly costPrice: string | null
  /** How much of it there is. */
  readonly quantityOnHand: string | null
  /** The account that its sales are booked to. */
  readonly salesAccountId: string | null
  /** The account that its cost is booked to. */
  readonly costAccountId: string | null
  /** The account that its stock is booked to. */
  readonly stockAccountId: string | null
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
  /** What one unit costs, in the organization's currency. */
  readonly costPrice?: DecimalInput | null | undefined
  /** How much of it there is. */
  readonly quantityOnHand?: DecimalInput | null | undefined
  /** The account that its sales are booked to. */
  readonly salesAccountId?: string | null | undefined
  /** The account that its cost is booked to. */
  readonly costAccountId?: string | null | undefined
  /** The account that its stock is booked to. */
  readonly stockAccountId?: string | null | undefined
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
  readonly costPrice?: Condition<DecimalInput>
  readonly quantityOnHand?: Condition<DecimalInput>
  readonly salesAccountId?: Condition<string>
  readonly costAccountId?: Condition<string>
  readonly stockAccountId?: Condition<string>
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
  /** The human code. */
  readonly code: string | null
  /** What it is for. */
  readonly description: string | null
  /** The rate in percent, where it is a single tax. */
  readonly rate: string | null
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
  /** The human code. */
  readonly code?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** The rate in percent, where it is a single tax. */
  readonly rate?: DecimalInput | null | undefined
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
  readonly code?: Condition<string>
  readonly description?: Condition<string>
  readonly rate?: Condition<DecimalInput>
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
  /** The account it is booked to, by the name or number that the system books by. */
  readonly account: string | null
  /** The account it is booked to, where the system books by its id. */
  readonly accountId: string | null
  /** The tax rate, where the system taxes by its record. */
  readonly taxRateId: string | null
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
  /** The account it is booked to, by the name or number that the system books by. */
  readonly account?: string | null | undefined
  /** The account it is booked to, where the system books by its id. */
  readonly accountId?: string | null | undefined
  /** The tax rate, where the system taxes by its record. */
  readonly taxRateId?: string | null | undefined
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
  /** What is paid already. */
  readonly amountPaid: string | null
  /** The discount on the whole document. */
  readonly discountTotal: string | null
  /** The tax rate in percent, where the document is taxed and not its lines. */
  readonly taxRate: string | null
  /** Whether the prices of the lines hold the tax already. */
  readonly pricesIncludeTax: boolean | null
  /** The other side's reference: the customer's order number, the supplier's bill number. */
  readonly reference: string | null
  /** Of a credit note, the invoice that it is for. */
  readonly originalId: string | null
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
  /** What is paid already. */
  readonly amountPaid?: DecimalInput | null | undefined
  /** The discount on the whole document. */
  readonly discountTotal?: DecimalInput | null | undefined
  /** The tax rate in percent, where the document is taxed and not its lines. */
  readonly taxRate?: DecimalInput | null | undefined
  /** Whether the prices of the lines hold the tax already. */
  readonly pricesIncludeTax?: boolean | null | undefined
  /** The other side's reference: the customer's order number, the supplier's bill number. */
  readonly reference?: string | null | undefined
  /** Of a credit note, the invoice that it is for. */
  readonly originalId?: string | null | undefined
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
  readonly amountPaid?: Condition<DecimalInput>
  readonly discountTotal?: Condition<DecimalInput>
  readonly taxRate?: Condition<DecimalInput>
  readonly pricesIncludeTax?: Condition<boolean>
  readonly reference?: Condition<string>
  readonly originalId?: Condition<string>
  readonly notes?: Condition<string>
}

/** One line of a quote, an order or a credit note. */
export interface DocumentLine {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId: string | null
  /** The item, if the line is for one. */
  readonly itemId: string | null
  /** What it is for; may hold HTML where the system keeps HTML. */
  readonly description: string | null
  /** How many units. */
  readonly quantity: string | null
  /** How many of them are delivered. */
  readonly delivered: string | null
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
  readonly accountId: string | null
  /** The tax rate, where the system taxes by its record. */
  readonly taxRateId: string | null
}

/** `DocumentLine` as input; which fields a system takes, `capabilities()` says. */
export interface DocumentLineInput {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId?: string | null | undefined
  /** The item, if the line is for one. */
  readonly itemId?: string | null | undefined
  /** What it is for; may hold HTML where the system keeps HTML. */
  readonly description?: string | null | undefined
  /** How many units. */
  readonly quantity?: DecimalInput | null | undefined
  /** How many of them are delivered. */
  readonly delivered?: DecimalInput | null | undefined
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
  readonly accountId?: string | null | undefined
  /** The tax rate, where the system taxes by its record. */
  readonly taxRateId?: string | null | undefined
}

/** To a customer, or from a supplier. */
export type CreditNoteDirection = 'sales' | 'purchase'

/** Its state. */
export type CreditNoteStatus = 'draft' | 'open' | 'closed' | 'void' | 'other'

/** Money given back to a customer (sales) or by a supplier (purchase), where the system has it apart from invoices. */
export interface CreditNote extends RecordEnvelope {
  /** To a customer, or from a supplier. */
  readonly direction: CreditNoteDirection | null
  /** The human number. */
  readonly number: string | null
  /** Its state. */
  readonly status: CreditNoteStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The customer or supplier. */
  readonly contactId: string | null
  /** The contact's name on the document. */
  readonly contactName: string | null
  /** The invoice that it is for. */
  readonly invoiceId: string | null
  /** The date on the document. */
  readonly issueDate: string | null
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
  /** How much of it settles no invoice yet. */
  readonly unallocated: string | null
  /** How much of it was paid back. */
  readonly refunded: string | null
  /** The other side's reference. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, in order. */
  readonly lines: readonly DocumentLine[] | null
}

/** `CreditNote` as input; which fields a system takes, `capabilities()` says. */
export interface CreditNoteInput {
  /** To a customer, or from a supplier. */
  readonly direction?: CreditNoteDirection | null | undefined
  /** The human number. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: CreditNoteStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The customer or supplier. */
  readonly contactId?: string | null | undefined
  /** The contact's name on the document. */
  readonly contactName?: string | null | undefined
  /** The invoice that it is for. */
  readonly invoiceId?: string | null | undefined
  /** The date on the document. */
  readonly issueDate?: string | null | undefined
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
  /** How much of it settles no invoice yet. */
  readonly unallocated?: DecimalInput | null | undefined
  /** How much of it was paid back. */
  readonly refunded?: DecimalInput | null | undefined
  /** The other side's reference. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, in order. */
  readonly lines?: readonly DocumentLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `CreditNote` can be filtered by. */
export interface CreditNoteFilter extends EnvelopeFilter {
  readonly direction?: Condition<CreditNoteDirection>
  readonly number?: Condition<string>
  readonly status?: Condition<CreditNoteStatus>
  readonly statusNative?: Condition<string>
  readonly contactId?: Condition<string>
  readonly contactName?: Condition<string>
  readonly invoiceId?: Condition<string>
  readonly issueDate?: Condition<string>
  readonly currency?: Condition<string>
  readonly exchangeRate?: Condition<DecimalInput>
  readonly subtotal?: Condition<DecimalInput>
  readonly taxTotal?: Condition<DecimalInput>
  readonly total?: Condition<DecimalInput>
  readonly unallocated?: Condition<DecimalInput>
  readonly refunded?: Condition<DecimalInput>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** Its state; `converted` has become an order or an invoice. */
export type QuoteStatus = 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'converted' | 'cancelled' | 'other'

/** An offer to a customer (a quotation, an estimate, a proposal). */
export interface Quote extends RecordEnvelope {
  /** The human number; a draft may have none, or a provisional one. */
  readonly number: string | null
  /** Its state; `converted` has become an order or an invoice. */
  readonly status: QuoteStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The customer. */
  readonly contactId: string | null
  /** The contact's name on the document. */
  readonly contactName: string | null
  /** The lead, where it is not for a customer yet. */
  readonly leadId: string | null
  /** The date on the document. */
  readonly issueDate: string | null
  /** Until when it holds. */
  readonly validUntil: string | null
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
  /** The discount on the whole document. */
  readonly discountTotal: string | null
  /** The tax rate in percent, where the document is taxed and not its lines. */
  readonly taxRate: string | null
  /** The customer's reference. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, in order. */
  readonly lines: readonly DocumentLine[] | null
}

/** `Quote` as input; which fields a system takes, `capabilities()` says. */
export interface QuoteInput {
  /** The human number; a draft may have none, or a provisional one. */
  readonly number?: string | null | undefined
  /** Its state; `converted` has become an order or an invoice. */
  readonly status?: QuoteStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The customer. */
  readonly contactId?: string | null | undefined
  /** The contact's name on the document. */
  readonly contactName?: string | null | undefined
  /** The lead, where it is not for a customer yet. */
  readonly leadId?: string | null | undefined
  /** The date on the document. */
  readonly issueDate?: string | null | undefined
  /** Until when it holds. */
  readonly validUntil?: string | null | undefined
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
  /** The discount on the whole document. */
  readonly discountTotal?: DecimalInput | null | undefined
  /** The tax rate in percent, where the document is taxed and not its lines. */
  readonly taxRate?: DecimalInput | null | undefined
  /** The customer's reference. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, in order. */
  readonly lines?: readonly DocumentLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Quote` can be filtered by. */
export interface QuoteFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly status?: Condition<QuoteStatus>
  readonly statusNative?: Condition<string>
  readonly contactId?: Condition<string>
  readonly contactName?: Condition<string>
  readonly leadId?: Condition<string>
  readonly issueDate?: Condition<string>
  readonly validUntil?: Condition<string>
  readonly currency?: Condition<string>
  readonly exchangeRate?: Condition<DecimalInput>
  readonly subtotal?: Condition<DecimalInput>
  readonly taxTotal?: Condition<DecimalInput>
  readonly total?: Condition<DecimalInput>
  readonly discountTotal?: Condition<DecimalInput>
  readonly taxRate?: Condition<DecimalInput>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** Of a customer, or to a supplier. */
export type OrderDirection = 'sales' | 'purchase'

/** Its state. */
export type OrderStatus = 'draft' | 'open' | 'partly_delivered' | 'delivered' | 'completed' | 'on_hold' | 'cancelled' | 'other'

/** An order of a customer (sales) or to a supplier (purchase). */
export interface Order extends RecordEnvelope {
  /** Of a customer, or to a supplier. */
  readonly direction: OrderDirection | null
  /** The human number; a draft may have none, or a provisional one. */
  readonly number: string | null
  /** Its state. */
  readonly status: OrderStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The customer or supplier. */
  readonly contactId: string | null
  /** The contact's name on the document. */
  readonly contactName: string | null
  /** The offer that it came from. */
  readonly quoteId: string | null
  /** The date on the document. */
  readonly issueDate: string | null
  /** When it is to be delivered. */
  readonly deliveryDate: string | null
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
  /** How much of it is delivered, in percent. */
  readonly deliveredPercent: string | null
  /** How much of it is billed, in percent. */
  readonly billedPercent: string | null
  /** Whether it is billed. */
  readonly billed: boolean | null
  /** The other side's reference: the customer's order number, the supplier's number. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, in order. */
  readonly lines: readonly DocumentLine[] | null
}

/** `Order` as input; which fields a system takes, `capabilities()` says. */
export interface OrderInput {
  /** Of a customer, or to a supplier. */
  readonly direction?: OrderDirection | null | undefined
  /** The human number; a draft may have none, or a provisional one. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: OrderStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The customer or supplier. */
  readonly contactId?: string | null | undefined
  /** The contact's name on the document. */
  readonly contactName?: string | null | undefined
  /** The offer that it came from. */
  readonly quoteId?: string | null | undefined
  /** The date on the document. */
  readonly issueDate?: string | null | undefined
  /** When it is to be delivered. */
  readonly deliveryDate?: string | null | undefined
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
  /** How much of it is delivered, in percent. */
  readonly deliveredPercent?: DecimalInput | null | undefined
  /** How much of it is billed, in percent. */
  readonly billedPercent?: DecimalInput | null | undefined
  /** Whether it is billed. */
  readonly billed?: boolean | null | undefined
  /** The other side's reference: the customer's order number, the supplier's number. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, in order. */
  readonly lines?: readonly DocumentLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Order` can be filtered by. */
export interface OrderFilter extends EnvelopeFilter {
  readonly direction?: Condition<OrderDirection>
  readonly number?: Condition<string>
  readonly status?: Condition<OrderStatus>
  readonly statusNative?: Condition<string>
  readonly contactId?: Condition<string>
  readonly contactName?: Condition<string>
  readonly quoteId?: Condition<string>
  readonly issueDate?: Condition<string>
  readonly deliveryDate?: Condition<string>
  readonly currency?: Condition<string>
  readonly exchangeRate?: Condition<DecimalInput>
  readonly subtotal?: Condition<DecimalInput>
  readonly taxTotal?: Condition<DecimalInput>
  readonly total?: Condition<DecimalInput>
  readonly deliveredPercent?: Condition<DecimalInput>
  readonly billedPercent?: Condition<DecimalInput>
  readonly billed?: Condition<boolean>
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
  /** The own account that the money comes to or leaves from. */
  readonly accountId: string | null
  /** Units of the organization's currency per unit of the payment's currency. */
  readonly exchangeRate: string | null
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
  /** The own account that the money comes to or leaves from. */
  readonly accountId?: string | null | undefined
  /** Units of the organization's currency per unit of the payment's currency. */
  readonly exchangeRate?: DecimalInput | null | undefined
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
  readonly accountId?: Condition<string>
  readonly exchangeRate?: Condition<DecimalInput>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** A way to pay that payments refer to. */
export interface PaymentMethod extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** The human code. */
  readonly code: string | null
  /** What it is. */
  readonly description: string | null
  /** Whether new payments start with it. */
  readonly isDefault: boolean | null
  /** Whether it may be used. */
  readonly active: boolean | null
}

/** `PaymentMethod` as input; which fields a system takes, `capabilities()` says. */
export interface PaymentMethodInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** The human code. */
  readonly code?: string | null | undefined
  /** What it is. */
  readonly description?: string | null | undefined
  /** Whether new payments start with it. */
  readonly isDefault?: boolean | null | undefined
  /** Whether it may be used. */
  readonly active?: boolean | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `PaymentMethod` can be filtered by. */
export interface PaymentMethodFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly code?: Condition<string>
  readonly description?: Condition<string>
  readonly isDefault?: Condition<boolean>
  readonly active?: Condition<boolean>
}

/** One line of an expense. */
export interface ExpenseLine {
  /** The system's id of the line. */
  readonly lineId: string | null
  /** When it was spent. */
  readonly date: string | null
  /** What it was spent on, in the system's word. */
  readonly category: string | null
  /** The account it is booked to. */
  readonly accountId: string | null
  /** What it is. */
  readonly description: string | null
  /** How many units. */
  readonly quantity: string | null
  /** The tax rate in percent. */
  readonly taxRate: string | null
  /** How much, with tax. */
  readonly total: string | null
}

/** `ExpenseLine` as input; which fields a system takes, `capabilities()` says. */
export interface ExpenseLineInput {
  /** The system's id of the line. */
  readonly lineId?: string | null | undefined
  /** When it was spent. */
  readonly date?: string | null | undefined
  /** What it was spent on, in the system's word. */
  readonly category?: string | null | undefined
  /** The account it is booked to. */
  readonly accountId?: string | null | undefined
  /** What it is. */
  readonly description?: string | null | undefined
  /** How many units. */
  readonly quantity?: DecimalInput | null | undefined
  /** The tax rate in percent. */
  readonly taxRate?: DecimalInput | null | undefined
  /** How much, with tax. */
  readonly total?: DecimalInput | null | undefined
}

/** Its state. */
export type ExpenseStatus = 'draft' | 'open' | 'posted' | 'paid' | 'rejected' | 'void' | 'other'

/** Money spent without an invoice, by the organization or by an employee who gets it back. */
export interface Expense extends RecordEnvelope {
  /** The human number. */
  readonly number: string | null
  /** Its state. */
  readonly status: ExpenseStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** When it was spent. */
  readonly date: string | null
  /** Who spent it. */
  readonly employeeId: string | null
  /** Who got it. */
  readonly contactId: string | null
  /** The own account that it was paid from. */
  readonly accountId: string | null
  /** The currency of all amounts, ISO 4217. */
  readonly currency: string | null
  /** Units of the organization's currency per unit of the expense's currency. */
  readonly exchangeRate: string | null
  /** The tax in it. */
  readonly taxTotal: string | null
  /** How much, with tax. */
  readonly total: string | null
  /** The reference of the receipt. */
  readonly reference: string | null
  /** Free text. */
  readonly notes: string | null
  /** What it was spent on. */
  readonly lines: readonly ExpenseLine[] | null
}

/** `Expense` as input; which fields a system takes, `capabilities()` says. */
export interface ExpenseInput {
  /** The human number. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: ExpenseStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** When it was spent. */
  readonly date?: string | null | undefined
  /** Who spent it. */
  readonly employeeId?: string | null | undefined
  /** Who got it. */
  readonly contactId?: string | null | undefined
  /** The own account that it was paid from. */
  readonly accountId?: string | null | undefined
  /** The currency of all amounts, ISO 4217. */
  readonly currency?: string | null | undefined
  /** Units of the organization's currency per unit of the expense's currency. */
  readonly exchangeRate?: DecimalInput | null | undefined
  /** The tax in it. */
  readonly taxTotal?: DecimalInput | null | undefined
  /** How much, with tax. */
  readonly total?: DecimalInput | null | undefined
  /** The reference of the receipt. */
  readonly reference?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** What it was spent on. */
  readonly lines?: readonly ExpenseLineInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Expense` can be filtered by. */
export interface ExpenseFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly status?: Condition<ExpenseStatus>
  readonly statusNative?: Condition<string>
  readonly date?: Condition<string>
  readonly employeeId?: Condition<string>
  readonly contactId?: Condition<string>
  readonly accountId?: Condition<string>
  readonly currency?: Condition<string>
  readonly exchangeRate?: Condition<DecimalInput>
  readonly taxTotal?: Condition<DecimalInput>
  readonly total?: Condition<DecimalInput>
  readonly reference?: Condition<string>
  readonly notes?: Condition<string>
}

/** One line of a journal entry: a debit or a credit of one account. */
export interface JournalLine {
  /** The system's id of the line. */
  readonly lineId: string | null
  /** The account, by the name or number that the system books by. */
  readonly account: string | null
  /** The account, where the system books by its id. */
  readonly accountId: string | null
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
  /** The account, by the name or number that the system books by. */
  readonly account?: string | null | undefined
  /** The account, where the system books by its id. */
  readonly accountId?: string | null | undefined
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

/** Which report it is. */
export type FinancialReportKind = 'balance_sheet' | 'profit_and_loss' | 'cash_flow' | 'trial_balance' | 'general_ledger' | 'journal' | 'receivables_aging' | 'payables_aging' | 'customer_balances' | 'supplier_balances' | 'customer_transactions' | 'supplier_transactions' | 'sales_by_item' | 'purchases_by_item' | 'stock_value' | 'stock_moves' | 'sales_tax' | 'other'

/** A report that the system makes of the books for some days; listed by kind and days, and kept nowhere. */
export interface FinancialReport extends RecordEnvelope {
  /** Which report it is. */
  readonly kind: FinancialReportKind | null
  /** What people see. */
  readonly title: string | null
  /** The first day; none where the report is of one day. */
  readonly startDate: string | null
  /** The last day, or the day that it is of. */
  readonly endDate: string | null
  /** What counts as income and expense (cash, accrual), in the system's word. */
  readonly basis: string | null
  /** The currency of the amounts, ISO 4217. */
  readonly currency: string | null
  /** The rows, as the system writes them. */
  readonly figures: unknown
  /** The sums, as the system writes them. */
  readonly totals: unknown
}

/** `FinancialReport` as input; which fields a system takes, `capabilities()` says. */
export interface FinancialReportInput {
  /** Which report it is. */
  readonly kind?: FinancialReportKind | null | undefined
  /** What people see. */
  readonly title?: string | null | undefined
  /** The first day; none where the report is of one day. */
  readonly startDate?: string | null | undefined
  /** The last day, or the day that it is of. */
  readonly endDate?: string | null | undefined
  /** What counts as income and expense (cash, accrual), in the system's word. */
  readonly basis?: string | null | undefined
  /** The currency of the amounts, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The rows, as the system writes them. */
  readonly figures?: unknown
  /** The sums, as the system writes them. */
  readonly totals?: unknown
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `FinancialReport` can be filtered by. */
export interface FinancialReportFilter extends EnvelopeFilter {
  readonly kind?: Condition<FinancialReportKind>
  readonly title?: Condition<string>
  readonly startDate?: Condition<string>
  readonly endDate?: Condition<string>
  readonly basis?: Condition<string>
  readonly currency?: Condition<string>
}

/** An organization that one does business with, or wants to. */
export interface Company extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** The web address; systems may write it in another spelling of the same address. */
  readonly website: string | null
  /** More web addresses. */
  readonly otherWebsites: readonly string[] | null
  /** The e-mail address. */
  readonly email: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** The page on LinkedIn. */
  readonly linkedinUrl: string | null
  /** The industry, in the system's word. */
  readonly industry: string | null
  /** How many people work there. */
  readonly employees: number | null
  /** The revenue of a year, in `currency`. */
  readonly annualRevenue: string | null
  /** The currency of the amounts, ISO 4217. */
  readonly currency: string | null
  /** The tax or VAT number. */
  readonly taxNumber: string | null
  /** Street and house number. */
  readonly street: string | null
  /** The second line of the street. */
  readonly street2: string | null
  /** The town. */
  readonly city: string | null
  /** The state, province or region. */
  readonly state: string | null
  /** The postal code. */
  readonly postalCode: string | null
  /** The country, as the system writes it. */
  readonly country: string | null
  /** The user who looks after it. */
  readonly ownerId: string | null
  /** Whether it is still dealt with. */
  readonly active: boolean | null
  /** Free text. */
  readonly notes: string | null
}

/** `Company` as input; which fields a system takes, `capabilities()` says. */
export interface CompanyInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** The web address; systems may write it in another spelling of the same address. */
  readonly website?: string | null | undefined
  /** More web addresses. */
  readonly otherWebsites?: readonly string[] | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** The page on LinkedIn. */
  readonly linkedinUrl?: string | null | undefined
  /** The industry, in the system's word. */
  readonly industry?: string | null | undefined
  /** How many people work there. */
  readonly employees?: number | null | undefined
  /** The revenue of a year, in `currency`. */
  readonly annualRevenue?: DecimalInput | null | undefined
  /** The currency of the amounts, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The tax or VAT number. */
  readonly taxNumber?: string | null | undefined
  /** Street and house number. */
  readonly street?: string | null | undefined
  /** The second line of the street. */
  readonly street2?: string | null | undefined
  /** The town. */
  readonly city?: string | null | undefined
  /** The state, province or region. */
  readonly state?: string | null | undefined
  /** The postal code. */
  readonly postalCode?: string | null | undefined
  /** The country, as the system writes it. */
  readonly country?: string | null | undefined
  /** The user who looks after it. */
  readonly ownerId?: string | null | undefined
  /** Whether it is still dealt with. */
  readonly active?: boolean | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Company` can be filtered by. */
export interface CompanyFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly website?: Condition<string>
  readonly otherWebsites?: Condition<string>
  readonly email?: Condition<string>
  readonly phone?: Condition<string>
  readonly linkedinUrl?: Condition<string>
  readonly industry?: Condition<string>
  readonly employees?: Condition<number>
  readonly annualRevenue?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly taxNumber?: Condition<string>
  readonly street?: Condition<string>
  readonly street2?: Condition<string>
  readonly city?: Condition<string>
  readonly state?: Condition<string>
  readonly postalCode?: Condition<string>
  readonly country?: Condition<string>
  readonly ownerId?: Condition<string>
  readonly active?: Condition<boolean>
  readonly notes?: Condition<string>
}

/** A human being that one deals with, mostly at a company. */
export interface Person extends RecordEnvelope {
  /** The whole name. */
  readonly name: string | null
  /** The first name. */
  readonly firstName: string | null
  /** The last name. */
  readonly lastName: string | null
  /** What they do at the company. */
  readonly jobTitle: string | null
  /** The first e-mail address. */
  readonly email: string | null
  /** More e-mail addresses. */
  readonly otherEmails: readonly string[] | null
  /** The first telephone number, as the system keeps it. */
  readonly phone: string | null
  /** The calling code of `phone` where the system keeps it apart, `+49`. */
  readonly phoneCallingCode: string | null
  /** The country of `phone` where the system keeps it apart, ISO 3166. */
  readonly phoneCountry: string | null
  /** More telephone numbers. */
  readonly otherPhones: readonly string[] | null
  /** The page on LinkedIn. */
  readonly linkedinUrl: string | null
  /** The company. */
  readonly companyId: string | null
  /** Street and house number. */
  readonly street: string | null
  /** The town. */
  readonly city: string | null
  /** The postal code. */
  readonly postalCode: string | null
  /** The country, as the system writes it. */
  readonly country: string | null
  /** The user who looks after them. */
  readonly ownerId: string | null
  /** Whether they are still dealt with. */
  readonly active: boolean | null
  /** Free text. */
  readonly notes: string | null
}

/** `Person` as input; which fields a system takes, `capabilities()` says. */
export interface PersonInput {
  /** The whole name. */
  readonly name?: string | null | undefined
  /** The first name. */
  readonly firstName?: string | null | undefined
  /** The last name. */
  readonly lastName?: string | null | undefined
  /** What they do at the company. */
  readonly jobTitle?: string | null | undefined
  /** The first e-mail address. */
  readonly email?: string | null | undefined
  /** More e-mail addresses. */
  readonly otherEmails?: readonly string[] | null | undefined
  /** The first telephone number, as the system keeps it. */
  readonly phone?: string | null | undefined
  /** The calling code of `phone` where the system keeps it apart, `+49`. */
  readonly phoneCallingCode?: string | null | undefined
  /** The country of `phone` where the system keeps it apart, ISO 3166. */
  readonly phoneCountry?: string | null | undefined
  /** More telephone numbers. */
  readonly otherPhones?: readonly string[] | null | undefined
  /** The page on LinkedIn. */
  readonly linkedinUrl?: string | null | undefined
  /** The company. */
  readonly companyId?: string | null | undefined
  /** Street and house number. */
  readonly street?: string | null | undefined
  /** The town. */
  readonly city?: string | null | undefined
  /** The postal code. */
  readonly postalCode?: string | null | undefined
  /** The country, as the system writes it. */
  readonly country?: string | null | undefined
  /** The user who looks after them. */
  readonly ownerId?: string | null | undefined
  /** Whether they are still dealt with. */
  readonly active?: boolean | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Person` can be filtered by. */
export interface PersonFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly firstName?: Condition<string>
  readonly lastName?: Condition<string>
  readonly jobTitle?: Condition<string>
  readonly email?: Condition<string>
  readonly otherEmails?: Condition<string>
  readonly phone?: Condition<string>
  readonly phoneCallingCode?: Condition<string>
  readonly phoneCountry?: Condition<string>
  readonly otherPhones?: Condition<string>
  readonly linkedinUrl?: Condition<string>
  readonly companyId?: Condition<string>
  readonly street?: Condition<string>
  readonly city?: Condition<string>
  readonly postalCode?: Condition<string>
  readonly country?: Condition<string>
  readonly ownerId?: Condition<string>
  readonly active?: Condition<boolean>
  readonly notes?: Condition<string>
}

/** How far it is. */
export type DealStage = 'new' | 'qualified' | 'meeting' | 'proposal' | 'negotiation' | 'won' | 'lost' | 'other'

/** A chance to sell something (an opportunity). */
export interface Deal extends RecordEnvelope {
  /** What it is about. */
  readonly name: string | null
  /** How far it is. */
  readonly stage: DealStage | null
  /** The stage in the system's own word. */
  readonly stageNative: string | null
  /** The pipeline whose stages it goes through. */
  readonly pipelineId: string | null
  /** What it is worth, in `currency`. */
  readonly amount: string | null
  /** The currency of the amount, ISO 4217. */
  readonly currency: string | null
  /** How likely it is won, in percent. */
  readonly probabilityPercent: string | null
  /** When it is, or was, to be decided. */
  readonly closeDate: string | null
  /** The company. */
  readonly companyId: string | null
  /** Whom one talks to. */
  readonly personId: string | null
  /** The lead that it came from. */
  readonly leadId: string | null
  /** The user who looks after it. */
  readonly ownerId: string | null
  /** Where it came from, in the system's word. */
  readonly source: string | null
  /** Why it was lost. */
  readonly lostReason: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `Deal` as input; which fields a system takes, `capabilities()` says. */
export interface DealInput {
  /** What it is about. */
  readonly name?: string | null | undefined
  /** How far it is. */
  readonly stage?: DealStage | null | undefined
  /** The stage in the system's own word. */
  readonly stageNative?: string | null | undefined
  /** The pipeline whose stages it goes through. */
  readonly pipelineId?: string | null | undefined
  /** What it is worth, in `currency`. */
  readonly amount?: DecimalInput | null | undefined
  /** The currency of the amount, ISO 4217. */
  readonly currency?: string | null | undefined
  /** How likely it is won, in percent. */
  readonly probabilityPercent?: DecimalInput | null | undefined
  /** When it is, or was, to be decided. */
  readonly closeDate?: string | null | undefined
  /** The company. */
  readonly companyId?: string | null | undefined
  /** Whom one talks to. */
  readonly personId?: string | null | undefined
  /** The lead that it came from. */
  readonly leadId?: string | null | undefined
  /** The user who looks after it. */
  readonly ownerId?: string | null | undefined
  /** Where it came from, in the system's word. */
  readonly source?: string | null | undefined
  /** Why it was lost. */
  readonly lostReason?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Deal` can be filtered by. */
export interface DealFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly stage?: Condition<DealStage>
  readonly stageNative?: Condition<string>
  readonly pipelineId?: Condition<string>
  readonly amount?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly probabilityPercent?: Condition<DecimalInput>
  readonly closeDate?: Condition<string>
  readonly companyId?: Condition<string>
  readonly personId?: Condition<string>
  readonly leadId?: Condition<string>
  readonly ownerId?: Condition<string>
  readonly source?: Condition<string>
  readonly lostReason?: Condition<string>
  readonly notes?: Condition<string>
}

/** What it is among the stages of deals. */
export type PipelineStageStage = 'new' | 'qualified' | 'meeting' | 'proposal' | 'negotiation' | 'won' | 'lost' | 'other'

/** One stage of a pipeline. */
export interface PipelineStage {
  /** The word that deals keep (their `stage_native`). */
  readonly value: string | null
  /** What people see. */
  readonly name: string | null
  /** What it is among the stages of deals. */
  readonly stage: PipelineStageStage | null
  /** Its place: smaller comes first. */
  readonly position: string | null
  /** How likely a deal in it is won, in percent. */
  readonly probabilityPercent: string | null
  /** Its color, as the system writes it. */
  readonly color: string | null
}

/** `PipelineStage` as input; which fields a system takes, `capabilities()` says. */
export interface PipelineStageInput {
  /** The word that deals keep (their `stage_native`). */
  readonly value?: string | null | undefined
  /** What people see. */
  readonly name?: string | null | undefined
  /** What it is among the stages of deals. */
  readonly stage?: PipelineStageStage | null | undefined
  /** Its place: smaller comes first. */
  readonly position?: DecimalInput | null | undefined
  /** How likely a deal in it is won, in percent. */
  readonly probabilityPercent?: DecimalInput | null | undefined
  /** Its color, as the system writes it. */
  readonly color?: string | null | undefined
}

/** The stages that deals go through. */
export interface Pipeline extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** Whether new deals go into it. */
  readonly isDefault: boolean | null
  /** Whether it is in use. */
  readonly active: boolean | null
  /** The stages, in order. */
  readonly stages: readonly PipelineStage[] | null
}

/** `Pipeline` as input; which fields a system takes, `capabilities()` says. */
export interface PipelineInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** Whether new deals go into it. */
  readonly isDefault?: boolean | null | undefined
  /** Whether it is in use. */
  readonly active?: boolean | null | undefined
  /** The stages, in order. */
  readonly stages?: readonly PipelineStageInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Pipeline` can be filtered by. */
export interface PipelineFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly isDefault?: Condition<boolean>
  readonly active?: Condition<boolean>
}

/** What it is. */
export type ActivityKind = 'call' | 'meeting' | 'email' | 'note' | 'task' | 'change' | 'other'

/** Something that happened with a customer, or is planned: a call, a meeting, a change of a record. */
export interface Activity extends RecordEnvelope {
  /** What it is. */
  readonly kind: ActivityKind | null
  /** What it is in the system's own word. */
  readonly kindNative: string | null
  /** What it is about, in a line. */
  readonly subject: string | null
  /** What was said or done. */
  readonly body: string | null
  /** When it happens or happened. */
  readonly happenedAt: string | null
  /** When it ended. */
  readonly endedAt: string | null
  /** Whether it is done. */
  readonly done: boolean | null
  /** Who did it, or is to do it. */
  readonly userId: string | null
  /** The company. */
  readonly companyId: string | null
  /** The person. */
  readonly personId: string | null
  /** The deal. */
  readonly dealId: string | null
  /** The lead. */
  readonly leadId: string | null
  /** What else the system tells of it, as it writes it. */
  readonly details: unknown
}

/** `Activity` as input; which fields a system takes, `capabilities()` says. */
export interface ActivityInput {
  /** What it is. */
  readonly kind?: ActivityKind | null | undefined
  /** What it is in the system's own word. */
  readonly kindNative?: string | null | undefined
  /** What it is about, in a line. */
  readonly subject?: string | null | undefined
  /** What was said or done. */
  readonly body?: string | null | undefined
  /** When it happens or happened. */
  readonly happenedAt?: InstantInput | null | undefined
  /** When it ended. */
  readonly endedAt?: InstantInput | null | undefined
  /** Whether it is done. */
  readonly done?: boolean | null | undefined
  /** Who did it, or is to do it. */
  readonly userId?: string | null | undefined
  /** The company. */
  readonly companyId?: string | null | undefined
  /** The person. */
  readonly personId?: string | null | undefined
  /** The deal. */
  readonly dealId?: string | null | undefined
  /** The lead. */
  readonly leadId?: string | null | undefined
  /** What else the system tells of it, as it writes it. */
  readonly details?: unknown
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Activity` can be filtered by. */
export interface ActivityFilter extends EnvelopeFilter {
  readonly kind?: Condition<ActivityKind>
  readonly kindNative?: Condition<string>
  readonly subject?: Condition<string>
  readonly body?: Condition<string>
  readonly happenedAt?: Condition<InstantInput>
  readonly endedAt?: Condition<InstantInput>
  readonly done?: Condition<boolean>
  readonly userId?: Condition<string>
  readonly companyId?: Condition<string>
  readonly personId?: Condition<string>
  readonly dealId?: Condition<string>
  readonly leadId?: Condition<string>
}

/** A text about companies, people or deals. */
export interface Note extends RecordEnvelope {
  /** The title. */
  readonly title: string | null
  /** The text: Markdown, or HTML where the system keeps HTML. */
  readonly body: string | null
  /** Who wrote it. */
  readonly authorId: string | null
  /** The companies it is about. */
  readonly companyIds: readonly string[] | null
  /** The people it is about. */
  readonly personIds: readonly string[] | null
  /** The deals it is about. */
  readonly dealIds: readonly string[] | null
}

/** `Note` as input; which fields a system takes, `capabilities()` says. */
export interface NoteInput {
  /** The title. */
  readonly title?: string | null | undefined
  /** The text: Markdown, or HTML where the system keeps HTML. */
  readonly body?: string | null | undefined
  /** Who wrote it. */
  readonly authorId?: string | null | undefined
  /** The companies it is about. */
  readonly companyIds?: readonly string[] | null | undefined
  /** The people it is about. */
  readonly personIds?: readonly string[] | null | undefined
  /** The deals it is about. */
  readonly dealIds?: readonly string[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Note` can be filtered by. */
export interface NoteFilter extends EnvelopeFilter {
  readonly title?: Condition<string>
  readonly body?: Condition<string>
  readonly authorId?: Condition<string>
  readonly companyIds?: Condition<string>
  readonly personIds?: Condition<string>
  readonly dealIds?: Condition<string>
}

/** Its state. */
export type CrmTaskStatus = 'todo' | 'in_progress' | 'done' | 'cancelled' | 'other'

/** How urgent it is. */
export type CrmTaskPriority = 'urgent' | 'high' | 'medium' | 'low' | 'none' | 'other'

/** Something to do for a customer; the tasks of projects are `projects.tasks`. */
export interface CrmTask extends RecordEnvelope {
  /** What is to be done. */
  readonly title: string | null
  /** More about it: Markdown, or HTML where the system keeps HTML. */
  readonly body: string | null
  /** Its state. */
  readonly status: CrmTaskStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** How urgent it is. */
  readonly priority: CrmTaskPriority | null
  /** When it is due. */
  readonly dueAt: string | null
  /** Who is to do it. */
  readonly assigneeId: string | null
  /** The companies it is about. */
  readonly companyIds: readonly string[] | null
  /** The people it is about. */
  readonly personIds: readonly string[] | null
  /** The deals it is about. */
  readonly dealIds: readonly string[] | null
}

/** `CrmTask` as input; which fields a system takes, `capabilities()` says. */
export interface CrmTaskInput {
  /** What is to be done. */
  readonly title?: string | null | undefined
  /** More about it: Markdown, or HTML where the system keeps HTML. */
  readonly body?: string | null | undefined
  /** Its state. */
  readonly status?: CrmTaskStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** How urgent it is. */
  readonly priority?: CrmTaskPriority | null | undefined
  /** When it is due. */
  readonly dueAt?: InstantInput | null | undefined
  /** Who is to do it. */
  readonly assigneeId?: string | null | undefined
  /** The companies it is about. */
  readonly companyIds?: readonly string[] | null | undefined
  /** The people it is about. */
  readonly personIds?: readonly string[] | null | undefined
  /** The deals it is about. */
  readonly dealIds?: readonly string[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `CrmTask` can be filtered by. */
export interface CrmTaskFilter extends EnvelopeFilter {
  readonly title?: Condition<string>
  readonly body?: Condition<string>
  readonly status?: Condition<CrmTaskStatus>
  readonly statusNative?: Condition<string>
  readonly priority?: Condition<CrmTaskPriority>
  readonly dueAt?: Condition<InstantInput>
  readonly assigneeId?: Condition<string>
  readonly companyIds?: Condition<string>
  readonly personIds?: Condition<string>
  readonly dealIds?: Condition<string>
}

/** Its state. */
export type LeadStatus = 'new' | 'contacted' | 'qualified' | 'converted' | 'lost' | 'other'

/** Somebody who may become a customer. */
export interface Lead extends RecordEnvelope {
  /** The person's or company's name. */
  readonly name: string | null
  /** The person's first name. */
  readonly firstName: string | null
  /** The person's last name. */
  readonly lastName: string | null
  /** The company's name. */
  readonly companyName: string | null
  /** What the person does there. */
  readonly jobTitle: string | null
  /** Its state. */
  readonly status: LeadStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** The web address. */
  readonly website: string | null
  /** The town. */
  readonly city: string | null
  /** The country, as the system writes it. */
  readonly country: string | null
  /** The industry, in the system's word. */
  readonly industry: string | null
  /** How many people work there, as the system writes it: a number or a range. */
  readonly companySize: string | null
  /** Where it came from, in the system's word. */
  readonly source: string | null
  /** What it may be worth, in `currency`. */
  readonly amount: string | null
  /** The currency of the amount, ISO 4217. */
  readonly currency: string | null
  /** The user who looks after it. */
  readonly ownerId: string | null
  /** The company, where the system has it as a record. */
  readonly companyId: string | null
  /** The person, where the system has them as a record. */
  readonly personId: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `Lead` as input; which fields a system takes, `capabilities()` says. */
export interface LeadInput {
  /** The person's or company's name. */
  readonly name?: string | null | undefined
  /** The person's first name. */
  readonly firstName?: string | null | undefined
  /** The person's last name. */
  readonly lastName?: string | null | undefined
  /** The company's name. */
  readonly companyName?: string | null | undefined
  /** What the person does there. */
  readonly jobTitle?: string | null | undefined
  /** Its state. */
  readonly status?: LeadStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** The web address. */
  readonly website?: string | null | undefined
  /** The town. */
  readonly city?: string | null | undefined
  /** The country, as the system writes it. */
  readonly country?: string | null | undefined
  /** The industry, in the system's word. */
  readonly industry?: string | null | undefined
  /** How many people work there, as the system writes it: a number or a range. */
  readonly companySize?: string | null | undefined
  /** Where it came from, in the system's word. */
  readonly source?: string | null | undefined
  /** What it may be worth, in `currency`. */
  readonly amount?: DecimalInput | null | undefined
  /** The currency of the amount, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The user who looks after it. */
  readonly ownerId?: string | null | undefined
  /** The company, where the system has it as a record. */
  readonly companyId?: string | null | undefined
  /** The person, where the system has them as a record. */
  readonly personId?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Lead` can be filtered by. */
export interface LeadFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly firstName?: Condition<string>
  readonly lastName?: Condition<string>
  readonly companyName?: Condition<string>
  readonly jobTitle?: Condition<string>
  readonly status?: Condition<LeadStatus>
  readonly statusNative?: Condition<string>
  readonly email?: Condition<string>
  readonly phone?: Condition<string>
  readonly website?: Condition<string>
  readonly city?: Condition<string>
  readonly country?: Condition<string>
  readonly industry?: Condition<string>
  readonly companySize?: Condition<string>
  readonly source?: Condition<string>
  readonly amount?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly ownerId?: Condition<string>
  readonly companyId?: Condition<string>
  readonly personId?: Condition<string>
  readonly notes?: Condition<string>
}

/** A user of the customer system: who owns deals and does tasks. */
export interface CrmUser extends RecordEnvelope {
  /** The whole name. */
  readonly name: string | null
  /** The first name. */
  readonly firstName: string | null
  /** The last name. */
  readonly lastName: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** The zone they live in, in the system's word. */
  readonly timezone: string | null
  /** The language they read, in the system's word. */
  readonly language: string | null
  /** Whether they may sign in. */
  readonly active: boolean | null
}

/** `CrmUser` as input; which fields a system takes, `capabilities()` says. */
export interface CrmUserInput {
  /** The whole name. */
  readonly name?: string | null | undefined
  /** The first name. */
  readonly firstName?: string | null | undefined
  /** The last name. */
  readonly lastName?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** The zone they live in, in the system's word. */
  readonly timezone?: string | null | undefined
  /** The language they read, in the system's word. */
  readonly language?: string | null | undefined
  /** Whether they may sign in. */
  readonly active?: boolean | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `CrmUser` can be filtered by. */
export interface CrmUserFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly firstName?: Condition<string>
  readonly lastName?: Condition<string>
  readonly email?: Condition<string>
  readonly timezone?: Condition<string>
  readonly language?: Condition<string>
  readonly active?: Condition<boolean>
}

/** The judgement. */
export type SentimentLabel = 'positive' | 'neutral' | 'negative'

/** How strong it is, where the model tells. */
export type SentimentStrength = 'strong' | 'moderate' | 'mild'

/** Who gave the answer: a model, or a named statistic. */
export type SentimentSource = 'model' | 'statistics'

/** Whether a text is good or bad news. */
export interface Sentiment extends RecordEnvelope {
  /** The text that was judged. */
  readonly text: string | null
  /** The judgement. */
  readonly label: SentimentLabel | null
  /** The judgement in the model's own words, for example `mildly positive`. */
  readonly labelNative: string | null
  /** How strong it is, where the model tells. */
  readonly strength: SentimentStrength | null
  /** How sure, from 0 to 1; empty where it was not worked out. */
  readonly confidence: string | null
  /** How `confidence` was worked out. */
  readonly confidenceMethod: string | null
  /** Who gave the answer: a model, or a named statistic. */
  readonly source: SentimentSource | null
  /** The statistic, or the version of the prompt. */
  readonly method: string | null
  /** The model that answered. */
  readonly model: string | null
  /** The model's answer as it gave it. */
  readonly answer: string | null
}

/** `Sentiment` as input; which fields a system takes, `capabilities()` says. */
export interface SentimentInput {
  /** The text that was judged. */
  readonly text?: string | null | undefined
  /** The judgement. */
  readonly label?: SentimentLabel | null | undefined
  /** The judgement in the model's own words, for example `mildly positive`. */
  readonly labelNative?: string | null | undefined
  /** How strong it is, where the model tells. */
  readonly strength?: SentimentStrength | null | undefined
  /** How sure, from 0 to 1; empty where it was not worked out. */
  readonly confidence?: DecimalInput | null | undefined
  /** How `confidence` was worked out. */
  readonly confidenceMethod?: string | null | undefined
  /** Who gave the answer: a model, or a named statistic. */
  readonly source?: SentimentSource | null | undefined
  /** The statistic, or the version of the prompt. */
  readonly method?: string | null | undefined
  /** The model that answered. */
  readonly model?: string | null | undefined
  /** The model's answer as it gave it. */
  readonly answer?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Sentiment` can be filtered by. */
export interface SentimentFilter extends EnvelopeFilter {
  readonly text?: Condition<string>
  readonly label?: Condition<SentimentLabel>
  readonly labelNative?: Condition<string>
  readonly strength?: Condition<SentimentStrength>
  readonly confidence?: Condition<DecimalInput>
  readonly confidenceMethod?: Condition<string>
  readonly source?: Condition<SentimentSource>
  readonly method?: Condition<string>
  readonly model?: Condition<string>
  readonly answer?: Condition<string>
}

/** Who gave the answer: a model, or a named statistic. */
export type HeadlineSource = 'model' | 'statistics'

/** What a headline about a commodity says of its price. */
export interface Headline extends RecordEnvelope {
  /** The text that was judged. */
  readonly text: string | null
  /** It is about the price at all. */
  readonly aboutPrice: boolean | null
  /** The price goes up. */
  readonly priceUp: boolean | null
  /** The price stays. */
  readonly priceConstant: boolean | null
  /** The price goes down. */
  readonly priceDown: boolean | null
  /** It is about the price in the past. */
  readonly pricePast: boolean | null
  /** It is about the price in the future. */
  readonly priceFuture: boolean | null
  /** It is about something else in the past. */
  readonly eventPast: boolean | null
  /** It is about something else in the future. */
  readonly eventFuture: boolean | null
  /** It compares the commodity with something else. */
  readonly comparesAssets: boolean | null
  /** Who gave the answer: a model, or a named statistic. */
  readonly source: HeadlineSource | null
  /** The statistic, or the version of the prompt. */
  readonly method: string | null
  /** The model that answered. */
  readonly model: string | null
  /** The model's answer as it gave it. */
  readonly answer: string | null
}

/** `Headline` as input; which fields a system takes, `capabilities()` says. */
export interface HeadlineInput {
  /** The text that was judged. */
  readonly text?: string | null | undefined
  /** It is about the price at all. */
  readonly aboutPrice?: boolean | null | undefined
  /** The price goes up. */
  readonly priceUp?: boolean | null | undefined
  /** The price stays. */
  readonly priceConstant?: boolean | null | undefined
  /** The price goes down. */
  readonly priceDown?: boolean | null | undefined
  /** It is about the price in the past. */
  readonly pricePast?: boolean | null | undefined
  /** It is about the price in the future. */
  readonly priceFuture?: boolean | null | undefined
  /** It is about something else in the past. */
  readonly eventPast?: boolean | null | undefined
  /** It is about something else in the future. */
  readonly eventFuture?: boolean | null | undefined
  /** It compares the commodity with something else. */
  readonly comparesAssets?: boolean | null | undefined
  /** Who gave the answer: a model, or a named statistic. */
  readonly source?: HeadlineSource | null | undefined
  /** The statistic, or the version of the prompt. */
  readonly method?: string | null | undefined
  /** The model that answered. */
  readonly model?: string | null | undefined
  /** The model's answer as it gave it. */
  readonly answer?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Headline` can be filtered by. */
export interface HeadlineFilter extends EnvelopeFilter {
  readonly text?: Condition<string>
  readonly aboutPrice?: Condition<boolean>
  readonly priceUp?: Condition<boolean>
  readonly priceConstant?: Condition<boolean>
  readonly priceDown?: Condition<boolean>
  readonly pricePast?: Condition<boolean>
  readonly priceFuture?: Condition<boolean>
  readonly eventPast?: Condition<boolean>
  readonly eventFuture?: Condition<boolean>
  readonly comparesAssets?: Condition<boolean>
  readonly source?: Condition<HeadlineSource>
  readonly method?: Condition<string>
  readonly model?: Condition<string>
  readonly answer?: Condition<string>
}

/** What it names. */
export type ExtractedEntityKind = 'person' | 'organization' | 'location' | 'other'

/** A name that a text mentions. */
export interface ExtractedEntity {
  /** The name, as it stands in the text. */
  readonly name: string | null
  /** What it names. */
  readonly kind: ExtractedEntityKind | null
  /** The same in the model's own word. */
  readonly kindNative: string | null
  /** Whether the name does stand in the text; models invent some. */
  readonly inText: boolean | null
}

/** `ExtractedEntity` as input; which fields a system takes, `capabilities()` says. */
export interface ExtractedEntityInput {
  /** The name, as it stands in the text. */
  readonly name?: string | null | undefined
  /** What it names. */
  readonly kind?: ExtractedEntityKind | null | undefined
  /** The same in the model's own word. */
  readonly kindNative?: string | null | undefined
  /** Whether the name does stand in the text; models invent some. */
  readonly inText?: boolean | null | undefined
}

/** How two names of a text relate. */
export interface ExtractedRelation {
  /** The first name. */
  readonly subject: string | null
  /** The relation, for example `chief executive officer`. */
  readonly relation: string | null
  /** The second name. */
  readonly object: string | null
}

/** `ExtractedRelation` as input; which fields a system takes, `capabilities()` says. */
export interface ExtractedRelationInput {
  /** The first name. */
  readonly subject?: string | null | undefined
  /** The relation, for example `chief executive officer`. */
  readonly relation?: string | null | undefined
  /** The second name. */
  readonly object?: string | null | undefined
}

/** Who gave the answer: a model, or a named statistic. */
export type ExtractionSource = 'model' | 'statistics'

/** The names that a text mentions, and how they relate. */
export interface Extraction extends RecordEnvelope {
  /** The text that was judged. */
  readonly text: string | null
  /** The names. */
  readonly entities: readonly ExtractedEntity[] | null
  /** How they relate. */
  readonly relations: readonly ExtractedRelation[] | null
  /** Who gave the answer: a model, or a named statistic. */
  readonly source: ExtractionSource | null
  /** The statistic, or the version of the prompt. */
  readonly method: string | null
  /** The model that answered. */
  readonly model: string | null
  /** The model's answer as it gave it. */
  readonly answer: string | null
}

/** `Extraction` as input; which fields a system takes, `capabilities()` says. */
export interface ExtractionInput {
  /** The text that was judged. */
  readonly text?: string | null | undefined
  /** The names. */
  readonly entities?: readonly ExtractedEntityInput[] | null | undefined
  /** How they relate. */
  readonly relations?: readonly ExtractedRelationInput[] | null | undefined
  /** Who gave the answer: a model, or a named statistic. */
  readonly source?: ExtractionSource | null | undefined
  /** The statistic, or the version of the prompt. */
  readonly method?: string | null | undefined
  /** The model that answered. */
  readonly model?: string | null | undefined
  /** The model's answer as it gave it. */
  readonly answer?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Extraction` can be filtered by. */
export interface ExtractionFilter extends EnvelopeFilter {
  readonly text?: Condition<string>
  readonly source?: Condition<ExtractionSource>
  readonly method?: Condition<string>
  readonly model?: Condition<string>
  readonly answer?: Condition<string>
}

/** One value of a forecast series. */
export interface ForecastPoint {
  /** The day, or the first day of the period. */
  readonly date: string | null
  /** The value that is expected. */
  readonly value: string | null
  /** The lower end of what is likely. */
  readonly lower: string | null
  /** The upper end of what is likely. */
  readonly upper: string | null
  /** How likely it lies between them, from 0 to 1. */
  readonly confidence: string | null
}

/** `ForecastPoint` as input; which fields a system takes, `capabilities()` says. */
export interface ForecastPointInput {
  /** The day, or the first day of the period. */
  readonly date?: string | null | undefined
  /** The value that is expected. */
  readonly value?: DecimalInput | null | undefined
  /** The lower end of what is likely. */
  readonly lower?: DecimalInput | null | undefined
  /** The upper end of what is likely. */
  readonly upper?: DecimalInput | null | undefined
  /** How likely it lies between them, from 0 to 1. */
  readonly confidence?: DecimalInput | null | undefined
}

/** Which way it goes. */
export type ForecastDirection = 'up' | 'down' | 'flat' | 'other'

/** Who gave the answer: a model, or a named statistic. */
export type ForecastSource = 'model' | 'statistics'

/** What is expected to come: a move of a price, or the next values of a series. */
export interface Forecast extends RecordEnvelope {
  /** What is forecast: a symbol, or the name of a series. */
  readonly subject: string | null
  /** The day from which it looks ahead. */
  readonly asOf: string | null
  /** The last day that it speaks of. */
  readonly until: string | null
  /** Which way it goes. */
  readonly direction: ForecastDirection | null
  /** By how much, in percent; the middle where a range was given. */
  readonly changePercent: string | null
  /** The lower end of that range. */
  readonly changeLowPercent: string | null
  /** The upper end of that range; empty where it is open. */
  readonly changeHighPercent: string | null
  /** The next values, in order. */
  readonly points: readonly ForecastPoint[] | null
  /** The forecast in words. */
  readonly prediction: string | null
  /** Why. */
  readonly analysis: string | null
  /** What speaks for it. */
  readonly positives: readonly string[] | null
  /** What speaks against it. */
  readonly concerns: readonly string[] | null
  /** What a back-test measured, from 0 to 1; empty where none was made. */
  readonly accuracy: string | null
  /** The currency of the values, ISO 4217. */
  readonly currency: string | null
  /** What the statistic was run with; empty for a model's answer. */
  readonly parameters: unknown
  /** Who gave the answer: a model, or a named statistic. */
  readonly source: ForecastSource | null
  /** The statistic, or the version of the prompt. */
  readonly method: string | null
  /** The model that answered. */
  readonly model: string | null
  /** The model's answer as it gave it. */
  readonly answer: string | null
}

/** `Forecast` as input; which fields a system takes, `capabilities()` says. */
export interface ForecastInput {
  /** What is forecast: a symbol, or the name of a series. */
  readonly subject?: string | null | undefined
  /** The day from which it looks ahead. */
  readonly asOf?: string | null | undefined
  /** The last day that it speaks of. */
  readonly until?: string | null | undefined
  /** Which way it goes. */
  readonly direction?: ForecastDirection | null | undefined
  /** By how much, in percent; the middle where a range was given. */
  readonly changePercent?: DecimalInput | null | undefined
  /** The lower end of that range. */
  readonly changeLowPercent?: DecimalInput | null | undefined
  /** The upper end of that range; empty where it is open. */
  readonly changeHighPercent?: DecimalInput | null | undefined
  /** The next values, in order. */
  readonly points?: readonly ForecastPointInput[] | null | undefined
  /** The forecast in words. */
  readonly prediction?: string | null | undefined
  /** Why. */
  readonly analysis?: string | null | undefined
  /** What speaks for it. */
  readonly positives?: readonly string[] | null | undefined
  /** What speaks against it. */
  readonly concerns?: readonly string[] | null | undefined
  /** What a back-test measured, from 0 to 1; empty where none was made. */
  readonly accuracy?: DecimalInput | null | undefined
  /** The currency of the values, ISO 4217. */
  readonly currency?: string | null | undefined
  /** What the statistic was run with; empty for a model's answer. */
  readonly parameters?: unknown
  /** Who gave the answer: a model, or a named statistic. */
  readonly source?: ForecastSource | null | undefined
  /** The statistic, or the version of the prompt. */
  readonly method?: string | null | undefined
  /** The model that answered. */
  readonly model?: string | null | undefined
  /** The model's answer as it gave it. */
  readonly answer?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Forecast` can be filtered by. */
export interface ForecastFilter extends EnvelopeFilter {
  readonly subject?: Condition<string>
  readonly asOf?: Condition<string>
  readonly until?: Condition<string>
  readonly direction?: Condition<ForecastDirection>
  readonly changePercent?: Condition<DecimalInput>
  readonly changeLowPercent?: Condition<DecimalInput>
  readonly changeHighPercent?: Condition<DecimalInput>
  readonly prediction?: Condition<string>
  readonly analysis?: Condition<string>
  readonly positives?: Condition<string>
  readonly concerns?: Condition<string>
  readonly accuracy?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly source?: Condition<ForecastSource>
  readonly method?: Condition<string>
  readonly model?: Condition<string>
  readonly answer?: Condition<string>
}

/** How many thresholds it is away. */
export type AnomalySeverity = 'low' | 'medium' | 'high' | 'critical'

/** On which side. */
export type AnomalyDirection = 'above' | 'below'

/** One point that lies far out. */
export interface Anomaly {
  /** The day of the point. */
  readonly date: string | null
  /** Its value. */
  readonly value: string | null
  /** The value that it was measured from. */
  readonly expected: string | null
  /** How far out it lies, in the unit of the method; negative below. */
  readonly score: string | null
  /** How many thresholds it is away. */
  readonly severity: AnomalySeverity | null
  /** On which side. */
  readonly direction: AnomalyDirection | null
}

/** `Anomaly` as input; which fields a system takes, `capabilities()` says. */
export interface AnomalyInput {
  /** The day of the point. */
  readonly date?: string | null | undefined
  /** Its value. */
  readonly value?: DecimalInput | null | undefined
  /** The value that it was measured from. */
  readonly expected?: DecimalInput | null | undefined
  /** How far out it lies, in the unit of the method; negative below. */
  readonly score?: DecimalInput | null | undefined
  /** How many thresholds it is away. */
  readonly severity?: AnomalySeverity | null | undefined
  /** On which side. */
  readonly direction?: AnomalyDirection | null | undefined
}

/** Who gave the answer: a model, or a named statistic. */
export type AnomalyScanSource = 'model' | 'statistics'

/** The points of a series that lie far from the others. */
export interface AnomalyScan extends RecordEnvelope {
  /** The name of the series. */
  readonly subject: string | null
  /** The day of its last point. */
  readonly asOf: string | null
  /** The points that lie far out, the oldest first; empty where none does. */
  readonly anomalies: readonly Anomaly[] | null
  /** How many points were looked at. */
  readonly pointsCount: number | null
  /** The middle of the values. */
  readonly median: string | null
  /** The median of their distances from it. */
  readonly mad: string | null
  /** Their mean. */
  readonly mean: string | null
  /** Their standard deviation. */
  readonly standardDeviation: string | null
  /** The currency of the values, ISO 4217. */
  readonly currency: string | null
  /** What the statistic was run with; empty for a model's answer. */
  readonly parameters: unknown
  /** Who gave the answer: a model, or a named statistic. */
  readonly source: AnomalyScanSource | null
  /** The statistic, or the version of the prompt. */
  readonly method: string | null
}

/** `AnomalyScan` as input; which fields a system takes, `capabilities()` says. */
export interface AnomalyScanInput {
  /** The name of the series. */
  readonly subject?: string | null | undefined
  /** The day of its last point. */
  readonly asOf?: string | null | undefined
  /** The points that lie far out, the oldest first; empty where none does. */
  readonly anomalies?: readonly AnomalyInput[] | null | undefined
  /** How many points were looked at. */
  readonly pointsCount?: number | null | undefined
  /** The middle of the values. */
  readonly median?: DecimalInput | null | undefined
  /** The median of their distances from it. */
  readonly mad?: DecimalInput | null | undefined
  /** Their mean. */
  readonly mean?: DecimalInput | null | undefined
  /** Their standard deviation. */
  readonly standardDeviation?: DecimalInput | null | undefined
  /** The currency of the values, ISO 4217. */
  readonly currency?: string | null | undefined
  /** What the statistic was run with; empty for a model's answer. */
  readonly parameters?: unknown
  /** Who gave the answer: a model, or a named statistic. */
  readonly source?: AnomalyScanSource | null | undefined
  /** The statistic, or the version of the prompt. */
  readonly method?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `AnomalyScan` can be filtered by. */
export interface AnomalyScanFilter extends EnvelopeFilter {
  readonly subject?: Condition<string>
  readonly asOf?: Condition<string>
  readonly pointsCount?: Condition<number>
  readonly median?: Condition<DecimalInput>
  readonly mad?: Condition<DecimalInput>
  readonly mean?: Condition<DecimalInput>
  readonly standardDeviation?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly source?: Condition<AnomalyScanSource>
  readonly method?: Condition<string>
}

/** One section of a report. */
export interface ReportSection {
  /** The heading. */
  readonly title: string | null
  /** The text. */
  readonly body: string | null
}

/** `ReportSection` as input; which fields a system takes, `capabilities()` says. */
export interface ReportSectionInput {
  /** The heading. */
  readonly title?: string | null | undefined
  /** The text. */
  readonly body?: string | null | undefined
}

/** Who gave the answer: a model, or a named statistic. */
export type ReportSource = 'model' | 'statistics'

/** A written analysis. */
export interface Report extends RecordEnvelope {
  /** The title. */
  readonly title: string | null
  /** The kind of analysis, in the system's word. */
  readonly kind: string | null
  /** What it is about. */
  readonly subject: string | null
  /** The summary. */
  readonly summary: string | null
  /** The sections, in order. */
  readonly sections: readonly ReportSection[] | null
  /** What is good. */
  readonly strengths: readonly string[] | null
  /** What is not. */
  readonly weaknesses: readonly string[] | null
  /** What may become good. */
  readonly opportunities: readonly string[] | null
  /** What may become bad. */
  readonly threats: readonly string[] | null
  /** What to do. */
  readonly recommendations: readonly string[] | null
  /** The overall mark, as the system gives it. */
  readonly score: string | null
  /** The figures it is made of, as the system writes them. */
  readonly tables: unknown
  /** The job that made it. */
  readonly jobId: string | null
  /** Who gave the answer: a model, or a named statistic. */
  readonly source: ReportSource | null
  /** The statistic, or the version of the prompt. */
  readonly method: string | null
  /** The model that answered. */
  readonly model: string | null
}

/** `Report` as input; which fields a system takes, `capabilities()` says. */
export interface ReportInput {
  /** The title. */
  readonly title?: string | null | undefined
  /** The kind of analysis, in the system's word. */
  readonly kind?: string | null | undefined
  /** What it is about. */
  readonly subject?: string | null | undefined
  /** The summary. */
  readonly summary?: string | null | undefined
  /** The sections, in order. */
  readonly sections?: readonly ReportSectionInput[] | null | undefined
  /** What is good. */
  readonly strengths?: readonly string[] | null | undefined
  /** What is not. */
  readonly weaknesses?: readonly string[] | null | undefined
  /** What may become good. */
  readonly opportunities?: readonly string[] | null | undefined
  /** What may become bad. */
  readonly threats?: readonly string[] | null | undefined
  /** What to do. */
  readonly recommendations?: readonly string[] | null | undefined
  /** The overall mark, as the system gives it. */
  readonly score?: DecimalInput | null | undefined
  /** The figures it is made of, as the system writes them. */
  readonly tables?: unknown
  /** The job that made it. */
  readonly jobId?: string | null | undefined
  /** Who gave the answer: a model, or a named statistic. */
  readonly source?: ReportSource | null | undefined
  /** The statistic, or the version of the prompt. */
  readonly method?: string | null | undefined
  /** The model that answered. */
  readonly model?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Report` can be filtered by. */
export interface ReportFilter extends EnvelopeFilter {
  readonly title?: Condition<string>
  readonly kind?: Condition<string>
  readonly subject?: Condition<string>
  readonly summary?: Condition<string>
  readonly strengths?: Condition<string>
  readonly weaknesses?: Condition<string>
  readonly opportunities?: Condition<string>
  readonly threats?: Condition<string>
  readonly recommendations?: Condition<string>
  readonly score?: Condition<DecimalInput>
  readonly jobId?: Condition<string>
  readonly source?: Condition<ReportSource>
  readonly method?: Condition<string>
  readonly model?: Condition<string>
}

/** Its state; `waiting` is for an answer of ours. */
export type AnalysisJobStatus = 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled' | 'other'

/** A long piece of work of an agent or a model, from its submission to its result. */
export interface AnalysisJob extends RecordEnvelope {
  /** The agent or workflow that does it. */
  readonly kind: string | null
  /** What is to be done. */
  readonly task: string | null
  /** What it works on: tables and texts. */
  readonly inputs: unknown
  /** Its state; `waiting` is for an answer of ours. */
  readonly status: AnalysisJobStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** How much is done, in percent. */
  readonly progressPercent: string | null
  /** The step it is at. */
  readonly turn: number | null
  /** How many steps it may take. */
  readonly maxTurns: number | null
  /** The result in words. */
  readonly summary: string | null
  /** The result, as the system writes it. */
  readonly result: unknown
  /** Why it failed, in the system's word. */
  readonly errorCode: string | null
  /** Why it failed, in words. */
  readonly errorMessage: string | null
  /** What it cost so far, in `currency`. */
  readonly cost: string | null
  /** The currency of the cost, ISO 4217. */
  readonly currency: string | null
  /** What it may cost. */
  readonly maxCost: string | null
  /** How many tokens it read. */
  readonly promptTokens: number | null
  /** How many tokens it wrote. */
  readonly completionTokens: number | null
  /** What it used, as the system writes it. */
  readonly usage: unknown
  /** How long it may take. */
  readonly deadlineSeconds: number | null
  /** When it began. */
  readonly startedAt: string | null
  /** When it ended. */
  readonly finishedAt: string | null
  /** The model that answered. */
  readonly model: string | null
}

/** `AnalysisJob` as input; which fields a system takes, `capabilities()` says. */
export interface AnalysisJobInput {
  /** The agent or workflow that does it. */
  readonly kind?: string | null | undefined
  /** What is to be done. */
  readonly task?: string | null | undefined
  /** What it works on: tables and texts. */
  readonly inputs?: unknown
  /** Its state; `waiting` is for an answer of ours. */
  readonly status?: AnalysisJobStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** How much is done, in percent. */
  readonly progressPercent?: DecimalInput | null | undefined
  /** The step it is at. */
  readonly turn?: number | null | undefined
  /** How many steps it may take. */
  readonly maxTurns?: number | null | undefined
  /** The result in words. */
  readonly summary?: string | null | undefined
  /** The result, as the system writes it. */
  readonly result?: unknown
  /** Why it failed, in the system's word. */
  readonly errorCode?: string | null | undefined
  /** Why it failed, in words. */
  readonly errorMessage?: string | null | undefined
  /** What it cost so far, in `currency`. */
  readonly cost?: DecimalInput | null | undefined
  /** The currency of the cost, ISO 4217. */
  readonly currency?: string | null | undefined
  /** What it may cost. */
  readonly maxCost?: DecimalInput | null | undefined
  /** How many tokens it read. */
  readonly promptTokens?: number | null | undefined
  /** How many tokens it wrote. */
  readonly completionTokens?: number | null | undefined
  /** What it used, as the system writes it. */
  readonly usage?: unknown
  /** How long it may take. */
  readonly deadlineSeconds?: number | null | undefined
  /** When it began. */
  readonly startedAt?: InstantInput | null | undefined
  /** When it ended. */
  readonly finishedAt?: InstantInput | null | undefined
  /** The model that answered. */
  readonly model?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `AnalysisJob` can be filtered by. */
export interface AnalysisJobFilter extends EnvelopeFilter {
  readonly kind?: Condition<string>
  readonly task?: Condition<string>
  readonly status?: Condition<AnalysisJobStatus>
  readonly statusNative?: Condition<string>
  readonly progressPercent?: Condition<DecimalInput>
  readonly turn?: Condition<number>
  readonly maxTurns?: Condition<number>
  readonly summary?: Condition<string>
  readonly errorCode?: Condition<string>
  readonly errorMessage?: Condition<string>
  readonly cost?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly maxCost?: Condition<DecimalInput>
  readonly promptTokens?: Condition<number>
  readonly completionTokens?: Condition<number>
  readonly deadlineSeconds?: Condition<number>
  readonly startedAt?: Condition<InstantInput>
  readonly finishedAt?: Condition<InstantInput>
  readonly model?: Condition<string>
}

/** Whether they work here. */
export type EmployeeStatus = 'active' | 'inactive' | 'suspended' | 'left' | 'other'

/** Somebody who works for the organization. */
export interface Employee extends RecordEnvelope {
  /** The human number. */
  readonly number: string | null
  /** The whole name. */
  readonly name: string | null
  /** The first name. */
  readonly firstName: string | null
  /** The last name. */
  readonly lastName: string | null
  /** Whether they work here. */
  readonly status: EmployeeStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The e-mail address at work. */
  readonly email: string | null
  /** The private e-mail address. */
  readonly personalEmail: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** What they do. */
  readonly jobTitle: string | null
  /** The department, in the system's word. */
  readonly department: string | null
  /** The company that employs them, in the system's word. */
  readonly company: string | null
  /** Whom they report to. */
  readonly managerId: string | null
  /** Their login in the system. */
  readonly userLogin: string | null
  /** The gender, in the system's word. */
  readonly gender: string | null
  /** The day of birth. */
  readonly birthDate: string | null
  /** When they began. */
  readonly startDate: string | null
  /** When they left, or will. */
  readonly endDate: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `Employee` as input; which fields a system takes, `capabilities()` says. */
export interface EmployeeInput {
  /** The human number. */
  readonly number?: string | null | undefined
  /** The whole name. */
  readonly name?: string | null | undefined
  /** The first name. */
  readonly firstName?: string | null | undefined
  /** The last name. */
  readonly lastName?: string | null | undefined
  /** Whether they work here. */
  readonly status?: EmployeeStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The e-mail address at work. */
  readonly email?: string | null | undefined
  /** The private e-mail address. */
  readonly personalEmail?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** What they do. */
  readonly jobTitle?: string | null | undefined
  /** The department, in the system's word. */
  readonly department?: string | null | undefined
  /** The company that employs them, in the system's word. */
  readonly company?: string | null | undefined
  /** Whom they report to. */
  readonly managerId?: string | null | undefined
  /** Their login in the system. */
  readonly userLogin?: string | null | undefined
  /** The gender, in the system's word. */
  readonly gender?: string | null | undefined
  /** The day of birth. */
  readonly birthDate?: string | null | undefined
  /** When they began. */
  readonly startDate?: string | null | undefined
  /** When they left, or will. */
  readonly endDate?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Employee` can be filtered by. */
export interface EmployeeFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly name?: Condition<string>
  readonly firstName?: Condition<string>
  readonly lastName?: Condition<string>
  readonly status?: Condition<EmployeeStatus>
  readonly statusNative?: Condition<string>
  readonly email?: Condition<string>
  readonly personalEmail?: Condition<string>
  readonly phone?: Condition<string>
  readonly jobTitle?: Condition<string>
  readonly department?: Condition<string>
  readonly company?: Condition<string>
  readonly managerId?: Condition<string>
  readonly userLogin?: Condition<string>
  readonly gender?: Condition<string>
  readonly birthDate?: Condition<string>
  readonly startDate?: Condition<string>
  readonly endDate?: Condition<string>
  readonly notes?: Condition<string>
}

/** Its state. */
export type LeaveStatus = 'draft' | 'open' | 'approved' | 'rejected' | 'cancelled' | 'other'

/** A time off, asked for or granted. */
export interface Leave extends RecordEnvelope {
  /** Who is away. */
  readonly employeeId: string | null
  /** The employee's name on the request. */
  readonly employeeName: string | null
  /** The kind of leave, in the system's word. */
  readonly kind: string | null
  /** Its state. */
  readonly status: LeaveStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The first day. */
  readonly startDate: string | null
  /** The last day. */
  readonly endDate: string | null
  /** Whether it is for half a day only. */
  readonly halfDay: boolean | null
  /** How many days it takes. */
  readonly days: string | null
  /** Who decides, in the system's word. */
  readonly approver: string | null
  /** Why. */
  readonly reason: string | null
}

/** `Leave` as input; which fields a system takes, `capabilities()` says. */
export interface LeaveInput {
  /** Who is away. */
  readonly employeeId?: string | null | undefined
  /** The employee's name on the request. */
  readonly employeeName?: string | null | undefined
  /** The kind of leave, in the system's word. */
  readonly kind?: string | null | undefined
  /** Its state. */
  readonly status?: LeaveStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The first day. */
  readonly startDate?: string | null | undefined
  /** The last day. */
  readonly endDate?: string | null | undefined
  /** Whether it is for half a day only. */
  readonly halfDay?: boolean | null | undefined
  /** How many days it takes. */
  readonly days?: DecimalInput | null | undefined
  /** Who decides, in the system's word. */
  readonly approver?: string | null | undefined
  /** Why. */
  readonly reason?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Leave` can be filtered by. */
export interface LeaveFilter extends EnvelopeFilter {
  readonly employeeId?: Condition<string>
  readonly employeeName?: Condition<string>
  readonly kind?: Condition<string>
  readonly status?: Condition<LeaveStatus>
  readonly statusNative?: Condition<string>
  readonly startDate?: Condition<string>
  readonly endDate?: Condition<string>
  readonly halfDay?: Condition<boolean>
  readonly days?: Condition<DecimalInput>
  readonly approver?: Condition<string>
  readonly reason?: Condition<string>
}

/** A kind of thing that is kept, made, bought or sold; how much of it there is stands in stock items. */
export interface Part extends RecordEnvelope {
  /** The human code (SKU, internal part number). */
  readonly code: string | null
  /** The name. */
  readonly name: string | null
  /** A description; may hold HTML where the system keeps HTML. */
  readonly description: string | null
  /** The revision. */
  readonly revision: string | null
  /** The category. */
  readonly categoryId: string | null
  /** The category's name, where it is no record. */
  readonly category: string | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** The barcode. */
  readonly barcode: string | null
  /** Whether it may be used. */
  readonly active: boolean | null
  /** Whether it is made of other parts. */
  readonly assembly: boolean | null
  /** Whether other parts are made of it. */
  readonly component: boolean | null
  /** Whether it can be bought. */
  readonly bought: boolean | null
  /** Whether it can be sold. */
  readonly sold: boolean | null
  /** Whether each one has a serial number. */
  readonly trackable: boolean | null
  /** Whether it is kept in batches. */
  readonly batched: boolean | null
  /** Whether it is tested. */
  readonly testable: boolean | null
  /** Whether it is no physical thing, so that no stock is kept. */
  readonly virtual: boolean | null
  /** Whether it is only a template of variants. */
  readonly template: boolean | null
  /** Whether it cannot be changed. */
  readonly locked: boolean | null
  /** The template that it is a variant of. */
  readonly variantOfId: string | null
  /** Where it is kept unless told otherwise. */
  readonly defaultLocationId: string | null
  /** How much there should be at least. */
  readonly minimumStock: string | null
  /** How much there should be at most. */
  readonly maximumStock: string | null
  /** How much there is in all. */
  readonly inStock: string | null
  /** How much of it is promised. */
  readonly allocated: string | null
  /** How much of it is free. */
  readonly available: string | null
  /** How much is ordered. */
  readonly onOrder: string | null
  /** How much is being made. */
  readonly inProduction: string | null
  /** How many days it keeps. */
  readonly shelfLifeDays: number | null
  /** The net price per unit, in the organization's currency. */
  readonly salesPrice: string | null
  /** Words to find it by. */
  readonly keywords: string | null
  /** Its tags. */
  readonly tags: readonly string[] | null
  /** A web address. */
  readonly link: string | null
  /** Its picture, as the system writes the address. */
  readonly imageUrl: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `Part` as input; which fields a system takes, `capabilities()` says. */
export interface PartInput {
  /** The human code (SKU, internal part number). */
  readonly code?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** A description; may hold HTML where the system keeps HTML. */
  readonly description?: string | null | undefined
  /** The revision. */
  readonly revision?: string | null | undefined
  /** The category. */
  readonly categoryId?: string | null | undefined
  /** The category's name, where it is no record. */
  readonly category?: string | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** The barcode. */
  readonly barcode?: string | null | undefined
  /** Whether it may be used. */
  readonly active?: boolean | null | undefined
  /** Whether it is made of other parts. */
  readonly assembly?: boolean | null | undefined
  /** Whether other parts are made of it. */
  readonly component?: boolean | null | undefined
  /** Whether it can be bought. */
  readonly bought?: boolean | null | undefined
  /** Whether it can be sold. */
  readonly sold?: boolean | null | undefined
  /** Whether each one has a serial number. */
  readonly trackable?: boolean | null | undefined
  /** Whether it is kept in batches. */
  readonly batched?: boolean | null | undefined
  /** Whether it is tested. */
  readonly testable?: boolean | null | undefined
  /** Whether it is no physical thing, so that no stock is kept. */
  readonly virtual?: boolean | null | undefined
  /** Whether it is only a template of variants. */
  readonly template?: boolean | null | undefined
  /** Whether it cannot be changed. */
  readonly locked?: boolean | null | undefined
  /** The template that it is a variant of. */
  readonly variantOfId?: string | null | undefined
  /** Where it is kept unless told otherwise. */
  readonly defaultLocationId?: string | null | undefined
  /** How much there should be at least. */
  readonly minimumStock?: DecimalInput | null | undefined
  /** How much there should be at most. */
  readonly maximumStock?: DecimalInput | null | undefined
  /** How much there is in all. */
  readonly inStock?: DecimalInput | null | undefined
  /** How much of it is promised. */
  readonly allocated?: DecimalInput | null | undefined
  /** How much of it is free. */
  readonly available?: DecimalInput | null | undefined
  /** How much is ordered. */
  readonly onOrder?: DecimalInput | null | undefined
  /** How much is being made. */
  readonly inProduction?: DecimalInput | null | undefined
  /** How many days it keeps. */
  readonly shelfLifeDays?: number | null | undefined
  /** The net price per unit, in the organization's currency. */
  readonly salesPrice?: DecimalInput | null | undefined
  /** Words to find it by. */
  readonly keywords?: string | null | undefined
  /** Its tags. */
  readonly tags?: readonly string[] | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Its picture, as the system writes the address. */
  readonly imageUrl?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Part` can be filtered by. */
export interface PartFilter extends EnvelopeFilter {
  readonly code?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly revision?: Condition<string>
  readonly categoryId?: Condition<string>
  readonly category?: Condition<string>
  readonly unit?: Condition<string>
  readonly barcode?: Condition<string>
  readonly active?: Condition<boolean>
  readonly assembly?: Condition<boolean>
  readonly component?: Condition<boolean>
  readonly bought?: Condition<boolean>
  readonly sold?: Condition<boolean>
  readonly trackable?: Condition<boolean>
  readonly batched?: Condition<boolean>
  readonly testable?: Condition<boolean>
  readonly virtual?: Condition<boolean>
  readonly template?: Condition<boolean>
  readonly locked?: Condition<boolean>
  readonly variantOfId?: Condition<string>
  readonly defaultLocationId?: Condition<string>
  readonly minimumStock?: Condition<DecimalInput>
  readonly maximumStock?: Condition<DecimalInput>
  readonly inStock?: Condition<DecimalInput>
  readonly allocated?: Condition<DecimalInput>
  readonly available?: Condition<DecimalInput>
  readonly onOrder?: Condition<DecimalInput>
  readonly inProduction?: Condition<DecimalInput>
  readonly shelfLifeDays?: Condition<number>
  readonly salesPrice?: Condition<DecimalInput>
  readonly keywords?: Condition<string>
  readonly tags?: Condition<string>
  readonly link?: Condition<string>
  readonly imageUrl?: Condition<string>
  readonly notes?: Condition<string>
}

/** A group of parts. */
export interface PartCategory extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** What belongs into it. */
  readonly description: string | null
  /** The category above it. */
  readonly parentId: string | null
  /** The names from the top down, as the system writes them. */
  readonly path: string | null
  /** How deep it is, from 0. */
  readonly level: number | null
  /** Whether it only holds other categories. */
  readonly structural: boolean | null
  /** Where its parts are kept unless told otherwise. */
  readonly defaultLocationId: string | null
  /** How many parts it has. */
  readonly partCount: number | null
}

/** `PartCategory` as input; which fields a system takes, `capabilities()` says. */
export interface PartCategoryInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** What belongs into it. */
  readonly description?: string | null | undefined
  /** The category above it. */
  readonly parentId?: string | null | undefined
  /** The names from the top down, as the system writes them. */
  readonly path?: string | null | undefined
  /** How deep it is, from 0. */
  readonly level?: number | null | undefined
  /** Whether it only holds other categories. */
  readonly structural?: boolean | null | undefined
  /** Where its parts are kept unless told otherwise. */
  readonly defaultLocationId?: string | null | undefined
  /** How many parts it has. */
  readonly partCount?: number | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `PartCategory` can be filtered by. */
export interface PartCategoryFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly parentId?: Condition<string>
  readonly path?: Condition<string>
  readonly level?: Condition<number>
  readonly structural?: Condition<boolean>
  readonly defaultLocationId?: Condition<string>
  readonly partCount?: Condition<number>
}

/** A place where stock is kept: a warehouse, a shelf. */
export interface Location extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** The human code. */
  readonly code: string | null
  /** What is kept there. */
  readonly description: string | null
  /** The kind of place, in the system's word. */
  readonly kind: string | null
  /** The place that it is in. */
  readonly parentId: string | null
  /** The names from the top down, as the system writes them. */
  readonly path: string | null
  /** How deep it is, from 0. */
  readonly level: number | null
  /** Whether it only holds other places. */
  readonly structural: boolean | null
  /** Whether it belongs to somebody else. */
  readonly external: boolean | null
  /** Whether it may be used. */
  readonly active: boolean | null
  /** Whether stock goes there unless told otherwise. */
  readonly isDefault: boolean | null
  /** Street and house number. */
  readonly street: string | null
  /** The town. */
  readonly city: string | null
  /** The postal code. */
  readonly postalCode: string | null
  /** The country, as the system writes it. */
  readonly country: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** How many stock items are there. */
  readonly itemCount: number | null
}

/** `Location` as input; which fields a system takes, `capabilities()` says. */
export interface LocationInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** The human code. */
  readonly code?: string | null | undefined
  /** What is kept there. */
  readonly description?: string | null | undefined
  /** The kind of place, in the system's word. */
  readonly kind?: string | null | undefined
  /** The place that it is in. */
  readonly parentId?: string | null | undefined
  /** The names from the top down, as the system writes them. */
  readonly path?: string | null | undefined
  /** How deep it is, from 0. */
  readonly level?: number | null | undefined
  /** Whether it only holds other places. */
  readonly structural?: boolean | null | undefined
  /** Whether it belongs to somebody else. */
  readonly external?: boolean | null | undefined
  /** Whether it may be used. */
  readonly active?: boolean | null | undefined
  /** Whether stock goes there unless told otherwise. */
  readonly isDefault?: boolean | null | undefined
  /** Street and house number. */
  readonly street?: string | null | undefined
  /** The town. */
  readonly city?: string | null | undefined
  /** The postal code. */
  readonly postalCode?: string | null | undefined
  /** The country, as the system writes it. */
  readonly country?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** How many stock items are there. */
  readonly itemCount?: number | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Location` can be filtered by. */
export interface LocationFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly code?: Condition<string>
  readonly description?: Condition<string>
  readonly kind?: Condition<string>
  readonly parentId?: Condition<string>
  readonly path?: Condition<string>
  readonly level?: Condition<number>
  readonly structural?: Condition<boolean>
  readonly external?: Condition<boolean>
  readonly active?: Condition<boolean>
  readonly isDefault?: Condition<boolean>
  readonly street?: Condition<string>
  readonly city?: Condition<string>
  readonly postalCode?: Condition<string>
  readonly country?: Condition<string>
  readonly phone?: Condition<string>
  readonly email?: Condition<string>
  readonly itemCount?: Condition<number>
}

/** Its condition. */
export type StockItemStatus = 'ok' | 'attention' | 'damaged' | 'destroyed' | 'rejected' | 'lost' | 'quarantined' | 'returned' | 'other'

/** An amount of a part at a place, of one batch or with one serial number. Its quantity changes only through actions. */
export interface StockItem extends RecordEnvelope {
  /** The part. */
  readonly partId: string | null
  /** Where it is. */
  readonly locationId: string | null
  /** How much there is. */
  readonly quantity: string | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** How much of it is promised. */
  readonly allocated: string | null
  /** How much is ordered for this place. */
  readonly onOrder: string | null
  /** How much there will be after all orders. */
  readonly projected: string | null
  /** The batch. */
  readonly batch: string | null
  /** The serial number. */
  readonly serial: string | null
  /** On create: the serial numbers of several, as the system takes them (`1-5`). */
  readonly serialNumbers: string | null
  /** Its condition. */
  readonly status: StockItemStatus | null
  /** The condition in the system's own word. */
  readonly statusNative: string | null
  /** Whether it is here: not sold, used up or built in. */
  readonly inStock: boolean | null
  /** Whether it is being made. */
  readonly inProduction: boolean | null
  /** Whether it is too old. */
  readonly expired: boolean | null
  /** Until when it keeps. */
  readonly expiryDate: string | null
  /** When it was last counted. */
  readonly countedDate: string | null
  /** What it was bought as. */
  readonly supplierPartId: string | null
  /** What one unit cost, in `currency`. */
  readonly purchasePrice: string | null
  /** The currency of the price, ISO 4217. */
  readonly currency: string | null
  /** What one unit is worth in the books, in the organization's currency. */
  readonly valuationRate: string | null
  /** The order it came with. */
  readonly purchaseOrderId: string | null
  /** The order it left with. */
  readonly salesOrderId: string | null
  /** The order it was made by. */
  readonly buildOrderId: string | null
  /** The customer who has it. */
  readonly customerId: string | null
  /** The item it was split from. */
  readonly parentId: string | null
  /** The item it is built into. */
  readonly installedInId: string | null
  /** How it is packed. */
  readonly packaging: string | null
  /** Whether the system deletes it, with its history, when nothing is left. */
  readonly deleteOnDeplete: boolean | null
  /** Its tags. */
  readonly tags: readonly string[] | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `StockItem` as input; which fields a system takes, `capabilities()` says. */
export interface StockItemInput {
  /** The part. */
  readonly partId?: string | null | undefined
  /** Where it is. */
  readonly locationId?: string | null | undefined
  /** How much there is. */
  readonly quantity?: DecimalInput | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** How much of it is promised. */
  readonly allocated?: DecimalInput | null | undefined
  /** How much is ordered for this place. */
  readonly onOrder?: DecimalInput | null | undefined
  /** How much there will be after all orders. */
  readonly projected?: DecimalInput | null | undefined
  /** The batch. */
  readonly batch?: string | null | undefined
  /** The serial number. */
  readonly serial?: string | null | undefined
  /** On create: the serial numbers of several, as the system takes them (`1-5`). */
  readonly serialNumbers?: string | null | undefined
  /** Its condition. */
  readonly status?: StockItemStatus | null | undefined
  /** The condition in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** Whether it is here: not sold, used up or built in. */
  readonly inStock?: boolean | null | undefined
  /** Whether it is being made. */
  readonly inProduction?: boolean | null | undefined
  /** Whether it is too old. */
  readonly expired?: boolean | null | undefined
  /** Until when it keeps. */
  readonly expiryDate?: string | null | undefined
  /** When it was last counted. */
  readonly countedDate?: string | null | undefined
  /** What it was bought as. */
  readonly supplierPartId?: string | null | undefined
  /** What one unit cost, in `currency`. */
  readonly purchasePrice?: DecimalInput | null | undefined
  /** The currency of the price, ISO 4217. */
  readonly currency?: string | null | undefined
  /** What one unit is worth in the books, in the organization's currency. */
  readonly valuationRate?: DecimalInput | null | undefined
  /** The order it came with. */
  readonly purchaseOrderId?: string | null | undefined
  /** The order it left with. */
  readonly salesOrderId?: string | null | undefined
  /** The order it was made by. */
  readonly buildOrderId?: string | null | undefined
  /** The customer who has it. */
  readonly customerId?: string | null | undefined
  /** The item it was split from. */
  readonly parentId?: string | null | undefined
  /** The item it is built into. */
  readonly installedInId?: string | null | undefined
  /** How it is packed. */
  readonly packaging?: string | null | undefined
  /** Whether the system deletes it, with its history, when nothing is left. */
  readonly deleteOnDeplete?: boolean | null | undefined
  /** Its tags. */
  readonly tags?: readonly string[] | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `StockItem` can be filtered by. */
export interface StockItemFilter extends EnvelopeFilter {
  readonly partId?: Condition<string>
  readonly locationId?: Condition<string>
  readonly quantity?: Condition<DecimalInput>
  readonly unit?: Condition<string>
  readonly allocated?: Condition<DecimalInput>
  readonly onOrder?: Condition<DecimalInput>
  readonly projected?: Condition<DecimalInput>
  readonly batch?: Condition<string>
  readonly serial?: Condition<string>
  readonly serialNumbers?: Condition<string>
  readonly status?: Condition<StockItemStatus>
  readonly statusNative?: Condition<string>
  readonly inStock?: Condition<boolean>
  readonly inProduction?: Condition<boolean>
  readonly expired?: Condition<boolean>
  readonly expiryDate?: Condition<string>
  readonly countedDate?: Condition<string>
  readonly supplierPartId?: Condition<string>
  readonly purchasePrice?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly valuationRate?: Condition<DecimalInput>
  readonly purchaseOrderId?: Condition<string>
  readonly salesOrderId?: Condition<string>
  readonly buildOrderId?: Condition<string>
  readonly customerId?: Condition<string>
  readonly parentId?: Condition<string>
  readonly installedInId?: Condition<string>
  readonly packaging?: Condition<string>
  readonly deleteOnDeplete?: Condition<boolean>
  readonly tags?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** What happened. */
export type StockMoveKind = 'created' | 'added' | 'removed' | 'counted' | 'moved' | 'changed' | 'split' | 'merged' | 'converted' | 'installed' | 'uninstalled' | 'received' | 'shipped' | 'returned' | 'built' | 'consumed' | 'other'

/** One row of the history of stock: what came, went, moved or changed. */
export interface StockMove extends RecordEnvelope {
  /** The stock item. */
  readonly stockItemId: string | null
  /** The part. */
  readonly partId: string | null
  /** The place; of a transfer, where it came to. */
  readonly locationId: string | null
  /** Of a transfer, where it came from. */
  readonly fromLocationId: string | null
  /** What happened. */
  readonly kind: StockMoveKind | null
  /** What happened in the system's own word. */
  readonly kindNative: string | null
  /** How much came (positive) or went (negative). */
  readonly quantity: string | null
  /** How much there was afterwards. */
  readonly quantityAfter: string | null
  /** What one unit is worth, in the organization's currency. */
  readonly unitCost: string | null
  /** The batch. */
  readonly batch: string | null
  /** The serial number. */
  readonly serial: string | null
  /** When. */
  readonly happenedAt: string | null
  /** The day, where the system keeps no time. */
  readonly date: string | null
  /** Who did it. */
  readonly userId: string | null
  /** Why. */
  readonly reason: string | null
  /** The document or code that it belongs to. */
  readonly reference: string | null
  /** What changed, as the system writes it. */
  readonly details: unknown
}

/** `StockMove` as input; which fields a system takes, `capabilities()` says. */
export interface StockMoveInput {
  /** The stock item. */
  readonly stockItemId?: string | null | undefined
  /** The part. */
  readonly partId?: string | null | undefined
  /** The place; of a transfer, where it came to. */
  readonly locationId?: string | null | undefined
  /** Of a transfer, where it came from. */
  readonly fromLocationId?: string | null | undefined
  /** What happened. */
  readonly kind?: StockMoveKind | null | undefined
  /** What happened in the system's own word. */
  readonly kindNative?: string | null | undefined
  /** How much came (positive) or went (negative). */
  readonly quantity?: DecimalInput | null | undefined
  /** How much there was afterwards. */
  readonly quantityAfter?: DecimalInput | null | undefined
  /** What one unit is worth, in the organization's currency. */
  readonly unitCost?: DecimalInput | null | undefined
  /** The batch. */
  readonly batch?: string | null | undefined
  /** The serial number. */
  readonly serial?: string | null | undefined
  /** When. */
  readonly happenedAt?: InstantInput | null | undefined
  /** The day, where the system keeps no time. */
  readonly date?: string | null | undefined
  /** Who did it. */
  readonly userId?: string | null | undefined
  /** Why. */
  readonly reason?: string | null | undefined
  /** The document or code that it belongs to. */
  readonly reference?: string | null | undefined
  /** What changed, as the system writes it. */
  readonly details?: unknown
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `StockMove` can be filtered by. */
export interface StockMoveFilter extends EnvelopeFilter {
  readonly stockItemId?: Condition<string>
  readonly partId?: Condition<string>
  readonly locationId?: Condition<string>
  readonly fromLocationId?: Condition<string>
  readonly kind?: Condition<StockMoveKind>
  readonly kindNative?: Condition<string>
  readonly quantity?: Condition<DecimalInput>
  readonly quantityAfter?: Condition<DecimalInput>
  readonly unitCost?: Condition<DecimalInput>
  readonly batch?: Condition<string>
  readonly serial?: Condition<string>
  readonly happenedAt?: Condition<InstantInput>
  readonly date?: Condition<string>
  readonly userId?: Condition<string>
  readonly reason?: Condition<string>
  readonly reference?: Condition<string>
}

/** What it is to us. */
export type TradePartnerRoles = 'customer' | 'supplier' | 'manufacturer'

/** A company that supplies, makes or buys parts. */
export interface TradePartner extends RecordEnvelope {
  /** The name. */
  readonly name: string | null
  /** What it does. */
  readonly description: string | null
  /** What it is to us. */
  readonly roles: readonly TradePartnerRoles[] | null
  /** Whether it may be used in new documents. */
  readonly active: boolean | null
  /** The currency it trades in, ISO 4217. */
  readonly currency: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** The telephone number. */
  readonly phone: string | null
  /** The web address. */
  readonly website: string | null
  /** Whom to ask for. */
  readonly contact: string | null
  /** The address, in one text. */
  readonly address: string | null
  /** The tax or VAT number. */
  readonly taxNumber: string | null
  /** Its tags. */
  readonly tags: readonly string[] | null
  /** A web address inside the organization. */
  readonly link: string | null
  /** How many parts it supplies or makes. */
  readonly partCount: number | null
  /** Free text. */
  readonly notes: string | null
}

/** `TradePartner` as input; which fields a system takes, `capabilities()` says. */
export interface TradePartnerInput {
  /** The name. */
  readonly name?: string | null | undefined
  /** What it does. */
  readonly description?: string | null | undefined
  /** What it is to us. */
  readonly roles?: readonly TradePartnerRoles[] | null | undefined
  /** Whether it may be used in new documents. */
  readonly active?: boolean | null | undefined
  /** The currency it trades in, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** The telephone number. */
  readonly phone?: string | null | undefined
  /** The web address. */
  readonly website?: string | null | undefined
  /** Whom to ask for. */
  readonly contact?: string | null | undefined
  /** The address, in one text. */
  readonly address?: string | null | undefined
  /** The tax or VAT number. */
  readonly taxNumber?: string | null | undefined
  /** Its tags. */
  readonly tags?: readonly string[] | null | undefined
  /** A web address inside the organization. */
  readonly link?: string | null | undefined
  /** How many parts it supplies or makes. */
  readonly partCount?: number | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `TradePartner` can be filtered by. */
export interface TradePartnerFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly roles?: Condition<TradePartnerRoles>
  readonly active?: Condition<boolean>
  readonly currency?: Condition<string>
  readonly email?: Condition<string>
  readonly phone?: Condition<string>
  readonly website?: Condition<string>
  readonly contact?: Condition<string>
  readonly address?: Condition<string>
  readonly taxNumber?: Condition<string>
  readonly tags?: Condition<string>
  readonly link?: Condition<string>
  readonly partCount?: Condition<number>
  readonly notes?: Condition<string>
}

/** A part as a supplier sells it. */
export interface SupplierPart extends RecordEnvelope {
  /** The part. */
  readonly partId: string | null
  /** The supplier. */
  readonly supplierId: string | null
  /** The supplier's code (SKU). */
  readonly code: string | null
  /** The manufacturer. */
  readonly manufacturerId: string | null
  /** The manufacturer's code (MPN). */
  readonly manufacturerCode: string | null
  /** The supplier's description. */
  readonly description: string | null
  /** Whether it can be ordered. */
  readonly active: boolean | null
  /** Whether it is ordered unless told otherwise. */
  readonly isPrimary: boolean | null
  /** How many units of the part are in one pack. */
  readonly packQuantity: string | null
  /** The same as the system writes it; may carry a unit. */
  readonly packText: string | null
  /** How much must be ordered at least. */
  readonly minimumOrder: string | null
  /** How much the supplier has. */
  readonly available: string | null
  /** The net price of one, in `currency`. */
  readonly price: string | null
  /** The currency of the price, ISO 4217. */
  readonly currency: string | null
  /** How many days it takes to come. */
  readonly leadTimeDays: number | null
  /** How it is packed. */
  readonly packaging: string | null
  /** Its tags. */
  readonly tags: readonly string[] | null
  /** The supplier's web address of it. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `SupplierPart` as input; which fields a system takes, `capabilities()` says. */
export interface SupplierPartInput {
  /** The part. */
  readonly partId?: string | null | undefined
  /** The supplier. */
  readonly supplierId?: string | null | undefined
  /** The supplier's code (SKU). */
  readonly code?: string | null | undefined
  /** The manufacturer. */
  readonly manufacturerId?: string | null | undefined
  /** The manufacturer's code (MPN). */
  readonly manufacturerCode?: string | null | undefined
  /** The supplier's description. */
  readonly description?: string | null | undefined
  /** Whether it can be ordered. */
  readonly active?: boolean | null | undefined
  /** Whether it is ordered unless told otherwise. */
  readonly isPrimary?: boolean | null | undefined
  /** How many units of the part are in one pack. */
  readonly packQuantity?: DecimalInput | null | undefined
  /** The same as the system writes it; may carry a unit. */
  readonly packText?: string | null | undefined
  /** How much must be ordered at least. */
  readonly minimumOrder?: DecimalInput | null | undefined
  /** How much the supplier has. */
  readonly available?: DecimalInput | null | undefined
  /** The net price of one, in `currency`. */
  readonly price?: DecimalInput | null | undefined
  /** The currency of the price, ISO 4217. */
  readonly currency?: string | null | undefined
  /** How many days it takes to come. */
  readonly leadTimeDays?: number | null | undefined
  /** How it is packed. */
  readonly packaging?: string | null | undefined
  /** Its tags. */
  readonly tags?: readonly string[] | null | undefined
  /** The supplier's web address of it. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `SupplierPart` can be filtered by. */
export interface SupplierPartFilter extends EnvelopeFilter {
  readonly partId?: Condition<string>
  readonly supplierId?: Condition<string>
  readonly code?: Condition<string>
  readonly manufacturerId?: Condition<string>
  readonly manufacturerCode?: Condition<string>
  readonly description?: Condition<string>
  readonly active?: Condition<boolean>
  readonly isPrimary?: Condition<boolean>
  readonly packQuantity?: Condition<DecimalInput>
  readonly packText?: Condition<string>
  readonly minimumOrder?: Condition<DecimalInput>
  readonly available?: Condition<DecimalInput>
  readonly price?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly leadTimeDays?: Condition<number>
  readonly packaging?: Condition<string>
  readonly tags?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** One line of a bill of materials: what an assembly is made of. */
export interface BomLine extends RecordEnvelope {
  /** The part that is made. */
  readonly assemblyId: string | null
  /** The part that it is made of. */
  readonly partId: string | null
  /** How much of it one assembly takes. */
  readonly quantity: string | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** Where it goes. */
  readonly reference: string | null
  /** Whether it can be left out. */
  readonly optional: boolean | null
  /** Whether it is used up without being counted. */
  readonly consumable: boolean | null
  /** Whether variants of the assembly take it too. */
  readonly inherited: boolean | null
  /** Whether variants of the part do as well. */
  readonly allowVariants: boolean | null
  /** How much is lost once per order. */
  readonly setupQuantity: string | null
  /** How much is lost, in percent. */
  readonly attritionPercent: string | null
  /** The amounts that it comes in. */
  readonly roundingMultiple: string | null
  /** Whether somebody has checked it. */
  readonly validated: boolean | null
  /** How much of the part is free. */
  readonly available: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `BomLine` as input; which fields a system takes, `capabilities()` says. */
export interface BomLineInput {
  /** The part that is made. */
  readonly assemblyId?: string | null | undefined
  /** The part that it is made of. */
  readonly partId?: string | null | undefined
  /** How much of it one assembly takes. */
  readonly quantity?: DecimalInput | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** Where it goes. */
  readonly reference?: string | null | undefined
  /** Whether it can be left out. */
  readonly optional?: boolean | null | undefined
  /** Whether it is used up without being counted. */
  readonly consumable?: boolean | null | undefined
  /** Whether variants of the assembly take it too. */
  readonly inherited?: boolean | null | undefined
  /** Whether variants of the part do as well. */
  readonly allowVariants?: boolean | null | undefined
  /** How much is lost once per order. */
  readonly setupQuantity?: DecimalInput | null | undefined
  /** How much is lost, in percent. */
  readonly attritionPercent?: DecimalInput | null | undefined
  /** The amounts that it comes in. */
  readonly roundingMultiple?: DecimalInput | null | undefined
  /** Whether somebody has checked it. */
  readonly validated?: boolean | null | undefined
  /** How much of the part is free. */
  readonly available?: DecimalInput | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `BomLine` can be filtered by. */
export interface BomLineFilter extends EnvelopeFilter {
  readonly assemblyId?: Condition<string>
  readonly partId?: Condition<string>
  readonly quantity?: Condition<DecimalInput>
  readonly unit?: Condition<string>
  readonly reference?: Condition<string>
  readonly optional?: Condition<boolean>
  readonly consumable?: Condition<boolean>
  readonly inherited?: Condition<boolean>
  readonly allowVariants?: Condition<boolean>
  readonly setupQuantity?: Condition<DecimalInput>
  readonly attritionPercent?: Condition<DecimalInput>
  readonly roundingMultiple?: Condition<DecimalInput>
  readonly validated?: Condition<boolean>
  readonly available?: Condition<DecimalInput>
  readonly notes?: Condition<string>
}

/** Its state. */
export type BuildOrderStatus = 'pending' | 'in_progress' | 'on_hold' | 'completed' | 'cancelled' | 'other'

/** An order to make something. */
export interface BuildOrder extends RecordEnvelope {
  /** The human number. */
  readonly number: string | null
  /** What it is for. */
  readonly title: string | null
  /** The part that is made. */
  readonly partId: string | null
  /** The bill of materials, in the system's word. */
  readonly bom: string | null
  /** How much is to be made. */
  readonly quantity: string | null
  /** How much is made. */
  readonly completed: string | null
  /** Its state. */
  readonly status: BuildOrderStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** Whether it is late. */
  readonly overdue: boolean | null
  /** How urgent it is, as the system counts. */
  readonly priority: number | null
  /** The order that it is a part of. */
  readonly parentId: string | null
  /** The order it is made for. */
  readonly salesOrderId: string | null
  /** Where its parts are taken from. */
  readonly sourceLocationId: string | null
  /** Where what is made goes. */
  readonly destinationLocationId: string | null
  /** The batch of what is made. */
  readonly batch: string | null
  /** When it starts. */
  readonly startDate: string | null
  /** When it is to be done. */
  readonly targetDate: string | null
  /** When it was done. */
  readonly completedDate: string | null
  /** The code of the project, in the system's word. */
  readonly projectCode: string | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `BuildOrder` as input; which fields a system takes, `capabilities()` says. */
export interface BuildOrderInput {
  /** The human number. */
  readonly number?: string | null | undefined
  /** What it is for. */
  readonly title?: string | null | undefined
  /** The part that is made. */
  readonly partId?: string | null | undefined
  /** The bill of materials, in the system's word. */
  readonly bom?: string | null | undefined
  /** How much is to be made. */
  readonly quantity?: DecimalInput | null | undefined
  /** How much is made. */
  readonly completed?: DecimalInput | null | undefined
  /** Its state. */
  readonly status?: BuildOrderStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** Whether it is late. */
  readonly overdue?: boolean | null | undefined
  /** How urgent it is, as the system counts. */
  readonly priority?: number | null | undefined
  /** The order that it is a part of. */
  readonly parentId?: string | null | undefined
  /** The order it is made for. */
  readonly salesOrderId?: string | null | undefined
  /** Where its parts are taken from. */
  readonly sourceLocationId?: string | null | undefined
  /** Where what is made goes. */
  readonly destinationLocationId?: string | null | undefined
  /** The batch of what is made. */
  readonly batch?: string | null | undefined
  /** When it starts. */
  readonly startDate?: string | null | undefined
  /** When it is to be done. */
  readonly targetDate?: string | null | undefined
  /** When it was done. */
  readonly completedDate?: string | null | undefined
  /** The code of the project, in the system's word. */
  readonly projectCode?: string | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `BuildOrder` can be filtered by. */
export interface BuildOrderFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly title?: Condition<string>
  readonly partId?: Condition<string>
  readonly bom?: Condition<string>
  readonly quantity?: Condition<DecimalInput>
  readonly completed?: Condition<DecimalInput>
  readonly status?: Condition<BuildOrderStatus>
  readonly statusNative?: Condition<string>
  readonly overdue?: Condition<boolean>
  readonly priority?: Condition<number>
  readonly parentId?: Condition<string>
  readonly salesOrderId?: Condition<string>
  readonly sourceLocationId?: Condition<string>
  readonly destinationLocationId?: Condition<string>
  readonly batch?: Condition<string>
  readonly startDate?: Condition<string>
  readonly targetDate?: Condition<string>
  readonly completedDate?: Condition<string>
  readonly projectCode?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** One line of a purchase order that carries its lines. */
export interface PurchaseOrderRow {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId: string | null
  /** The part. */
  readonly partId: string | null
  /** What is ordered. */
  readonly description: string | null
  /** How much is ordered. */
  readonly quantity: string | null
  /** How much of it has come. */
  readonly received: string | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** The net price of one. */
  readonly unitPrice: string | null
  /** The sum of the line. */
  readonly total: string | null
}

/** `PurchaseOrderRow` as input; which fields a system takes, `capabilities()` says. */
export interface PurchaseOrderRowInput {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId?: string | null | undefined
  /** The part. */
  readonly partId?: string | null | undefined
  /** What is ordered. */
  readonly description?: string | null | undefined
  /** How much is ordered. */
  readonly quantity?: DecimalInput | null | undefined
  /** How much of it has come. */
  readonly received?: DecimalInput | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** The net price of one. */
  readonly unitPrice?: DecimalInput | null | undefined
  /** The sum of the line. */
  readonly total?: DecimalInput | null | undefined
}

/** Its state. */
export type PurchaseOrderStatus = 'pending' | 'placed' | 'on_hold' | 'partly_received' | 'completed' | 'cancelled' | 'lost' | 'returned' | 'other'

/** An order of parts from a supplier. */
export interface PurchaseOrder extends RecordEnvelope {
  /** The human number. */
  readonly number: string | null
  /** The supplier. */
  readonly supplierId: string | null
  /** The supplier's number of it. */
  readonly supplierReference: string | null
  /** What it is for. */
  readonly description: string | null
  /** Its state. */
  readonly status: PurchaseOrderStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** Whether it is late. */
  readonly overdue: boolean | null
  /** The currency of all amounts, ISO 4217. */
  readonly currency: string | null
  /** The sum of the lines. */
  readonly total: string | null
  /** When it was written. */
  readonly createdDate: string | null
  /** When it was placed. */
  readonly issueDate: string | null
  /** From when it may be delivered. */
  readonly startDate: string | null
  /** When it is to come. */
  readonly targetDate: string | null
  /** When all had come. */
  readonly completedDate: string | null
  /** Where what comes goes. */
  readonly destinationLocationId: string | null
  /** How many lines it has. */
  readonly lineCount: number | null
  /** How many of them have come. */
  readonly completedLineCount: number | null
  /** The code of the project, in the system's word. */
  readonly projectCode: string | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, where the order carries them. */
  readonly lines: readonly PurchaseOrderRow[] | null
}

/** `PurchaseOrder` as input; which fields a system takes, `capabilities()` says. */
export interface PurchaseOrderInput {
  /** The human number. */
  readonly number?: string | null | undefined
  /** The supplier. */
  readonly supplierId?: string | null | undefined
  /** The supplier's number of it. */
  readonly supplierReference?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** Its state. */
  readonly status?: PurchaseOrderStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** Whether it is late. */
  readonly overdue?: boolean | null | undefined
  /** The currency of all amounts, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The sum of the lines. */
  readonly total?: DecimalInput | null | undefined
  /** When it was written. */
  readonly createdDate?: string | null | undefined
  /** When it was placed. */
  readonly issueDate?: string | null | undefined
  /** From when it may be delivered. */
  readonly startDate?: string | null | undefined
  /** When it is to come. */
  readonly targetDate?: string | null | undefined
  /** When all had come. */
  readonly completedDate?: string | null | undefined
  /** Where what comes goes. */
  readonly destinationLocationId?: string | null | undefined
  /** How many lines it has. */
  readonly lineCount?: number | null | undefined
  /** How many of them have come. */
  readonly completedLineCount?: number | null | undefined
  /** The code of the project, in the system's word. */
  readonly projectCode?: string | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, where the order carries them. */
  readonly lines?: readonly PurchaseOrderRowInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `PurchaseOrder` can be filtered by. */
export interface PurchaseOrderFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly supplierId?: Condition<string>
  readonly supplierReference?: Condition<string>
  readonly description?: Condition<string>
  readonly status?: Condition<PurchaseOrderStatus>
  readonly statusNative?: Condition<string>
  readonly overdue?: Condition<boolean>
  readonly currency?: Condition<string>
  readonly total?: Condition<DecimalInput>
  readonly createdDate?: Condition<string>
  readonly issueDate?: Condition<string>
  readonly startDate?: Condition<string>
  readonly targetDate?: Condition<string>
  readonly completedDate?: Condition<string>
  readonly destinationLocationId?: Condition<string>
  readonly lineCount?: Condition<number>
  readonly completedLineCount?: Condition<number>
  readonly projectCode?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** A line of a purchase order, where lines are records of their own. */
export interface PurchaseOrderLine extends RecordEnvelope {
  /** The order. */
  readonly orderId: string | null
  /** What is ordered, as the supplier sells it. */
  readonly supplierPartId: string | null
  /** The part. */
  readonly partId: string | null
  /** How much is ordered, in what the supplier sells (packs). */
  readonly quantity: string | null
  /** How much of it has come. */
  readonly received: string | null
  /** The net price of one, in `currency`. */
  readonly unitPrice: string | null
  /** The currency of the price, ISO 4217. */
  readonly currency: string | null
  /** The discount in percent. */
  readonly discountPercent: string | null
  /** The sum of the line. */
  readonly total: string | null
  /** Where what comes goes. */
  readonly destinationLocationId: string | null
  /** When it is to come. */
  readonly targetDate: string | null
  /** Whether it is late. */
  readonly overdue: boolean | null
  /** A reference of the line. */
  readonly reference: string | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `PurchaseOrderLine` as input; which fields a system takes, `capabilities()` says. */
export interface PurchaseOrderLineInput {
  /** The order. */
  readonly orderId?: string | null | undefined
  /** What is ordered, as the supplier sells it. */
  readonly supplierPartId?: string | null | undefined
  /** The part. */
  readonly partId?: string | null | undefined
  /** How much is ordered, in what the supplier sells (packs). */
  readonly quantity?: DecimalInput | null | undefined
  /** How much of it has come. */
  readonly received?: DecimalInput | null | undefined
  /** The net price of one, in `currency`. */
  readonly unitPrice?: DecimalInput | null | undefined
  /** The currency of the price, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The discount in percent. */
  readonly discountPercent?: DecimalInput | null | undefined
  /** The sum of the line. */
  readonly total?: DecimalInput | null | undefined
  /** Where what comes goes. */
  readonly destinationLocationId?: string | null | undefined
  /** When it is to come. */
  readonly targetDate?: string | null | undefined
  /** Whether it is late. */
  readonly overdue?: boolean | null | undefined
  /** A reference of the line. */
  readonly reference?: string | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `PurchaseOrderLine` can be filtered by. */
export interface PurchaseOrderLineFilter extends EnvelopeFilter {
  readonly orderId?: Condition<string>
  readonly supplierPartId?: Condition<string>
  readonly partId?: Condition<string>
  readonly quantity?: Condition<DecimalInput>
  readonly received?: Condition<DecimalInput>
  readonly unitPrice?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly discountPercent?: Condition<DecimalInput>
  readonly total?: Condition<DecimalInput>
  readonly destinationLocationId?: Condition<string>
  readonly targetDate?: Condition<string>
  readonly overdue?: Condition<boolean>
  readonly reference?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** One line of a sales order that carries its lines. */
export interface SalesOrderRow {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId: string | null
  /** The part. */
  readonly partId: string | null
  /** What is ordered. */
  readonly description: string | null
  /** How much is ordered. */
  readonly quantity: string | null
  /** How much of it went. */
  readonly shipped: string | null
  /** The unit of measure, as the system writes it. */
  readonly unit: string | null
  /** The net price of one. */
  readonly unitPrice: string | null
  /** The sum of the line. */
  readonly total: string | null
}

/** `SalesOrderRow` as input; which fields a system takes, `capabilities()` says. */
export interface SalesOrderRowInput {
  /** The system's id of the line; send it back to keep the line on an update. */
  readonly lineId?: string | null | undefined
  /** The part. */
  readonly partId?: string | null | undefined
  /** What is ordered. */
  readonly description?: string | null | undefined
  /** How much is ordered. */
  readonly quantity?: DecimalInput | null | undefined
  /** How much of it went. */
  readonly shipped?: DecimalInput | null | undefined
  /** The unit of measure, as the system writes it. */
  readonly unit?: string | null | undefined
  /** The net price of one. */
  readonly unitPrice?: DecimalInput | null | undefined
  /** The sum of the line. */
  readonly total?: DecimalInput | null | undefined
}

/** Its state. */
export type SalesOrderStatus = 'pending' | 'in_progress' | 'on_hold' | 'partly_shipped' | 'shipped' | 'completed' | 'cancelled' | 'lost' | 'returned' | 'other'

/** An order of parts by a customer. */
export interface SalesOrder extends RecordEnvelope {
  /** The human number. */
  readonly number: string | null
  /** The customer. */
  readonly customerId: string | null
  /** The customer's number of it. */
  readonly customerReference: string | null
  /** What it is for. */
  readonly description: string | null
  /** Its state. */
  readonly status: SalesOrderStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** Whether it is late. */
  readonly overdue: boolean | null
  /** The currency of all amounts, ISO 4217. */
  readonly currency: string | null
  /** The sum of the lines. */
  readonly total: string | null
  /** When it was written. */
  readonly createdDate: string | null
  /** When work on it began. */
  readonly issueDate: string | null
  /** From when it may be delivered. */
  readonly startDate: string | null
  /** When it is to go. */
  readonly targetDate: string | null
  /** When it went. */
  readonly shipmentDate: string | null
  /** How many shipments it has. */
  readonly shipmentCount: number | null
  /** How many of them went. */
  readonly completedShipmentCount: number | null
  /** How many lines it has. */
  readonly lineCount: number | null
  /** How many of them went. */
  readonly completedLineCount: number | null
  /** The code of the project, in the system's word. */
  readonly projectCode: string | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
  /** The lines, where the order carries them. */
  readonly lines: readonly SalesOrderRow[] | null
}

/** `SalesOrder` as input; which fields a system takes, `capabilities()` says. */
export interface SalesOrderInput {
  /** The human number. */
  readonly number?: string | null | undefined
  /** The customer. */
  readonly customerId?: string | null | undefined
  /** The customer's number of it. */
  readonly customerReference?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** Its state. */
  readonly status?: SalesOrderStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** Whether it is late. */
  readonly overdue?: boolean | null | undefined
  /** The currency of all amounts, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The sum of the lines. */
  readonly total?: DecimalInput | null | undefined
  /** When it was written. */
  readonly createdDate?: string | null | undefined
  /** When work on it began. */
  readonly issueDate?: string | null | undefined
  /** From when it may be delivered. */
  readonly startDate?: string | null | undefined
  /** When it is to go. */
  readonly targetDate?: string | null | undefined
  /** When it went. */
  readonly shipmentDate?: string | null | undefined
  /** How many shipments it has. */
  readonly shipmentCount?: number | null | undefined
  /** How many of them went. */
  readonly completedShipmentCount?: number | null | undefined
  /** How many lines it has. */
  readonly lineCount?: number | null | undefined
  /** How many of them went. */
  readonly completedLineCount?: number | null | undefined
  /** The code of the project, in the system's word. */
  readonly projectCode?: string | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The lines, where the order carries them. */
  readonly lines?: readonly SalesOrderRowInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `SalesOrder` can be filtered by. */
export interface SalesOrderFilter extends EnvelopeFilter {
  readonly number?: Condition<string>
  readonly customerId?: Condition<string>
  readonly customerReference?: Condition<string>
  readonly description?: Condition<string>
  readonly status?: Condition<SalesOrderStatus>
  readonly statusNative?: Condition<string>
  readonly overdue?: Condition<boolean>
  readonly currency?: Condition<string>
  readonly total?: Condition<DecimalInput>
  readonly createdDate?: Condition<string>
  readonly issueDate?: Condition<string>
  readonly startDate?: Condition<string>
  readonly targetDate?: Condition<string>
  readonly shipmentDate?: Condition<string>
  readonly shipmentCount?: Condition<number>
  readonly completedShipmentCount?: Condition<number>
  readonly lineCount?: Condition<number>
  readonly completedLineCount?: Condition<number>
  readonly projectCode?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** A line of a sales order, where lines are records of their own. */
export interface SalesOrderLine extends RecordEnvelope {
  /** The order. */
  readonly orderId: string | null
  /** The part. */
  readonly partId: string | null
  /** How much is ordered. */
  readonly quantity: string | null
  /** How much stock is set aside for it. */
  readonly allocated: string | null
  /** How much of it went. */
  readonly shipped: string | null
  /** The net price of one, in `currency`. */
  readonly unitPrice: string | null
  /** The currency of the price, ISO 4217. */
  readonly currency: string | null
  /** The sum of the line. */
  readonly total: string | null
  /** When it is to go. */
  readonly targetDate: string | null
  /** Whether it is late. */
  readonly overdue: boolean | null
  /** A reference of the line. */
  readonly reference: string | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `SalesOrderLine` as input; which fields a system takes, `capabilities()` says. */
export interface SalesOrderLineInput {
  /** The order. */
  readonly orderId?: string | null | undefined
  /** The part. */
  readonly partId?: string | null | undefined
  /** How much is ordered. */
  readonly quantity?: DecimalInput | null | undefined
  /** How much stock is set aside for it. */
  readonly allocated?: DecimalInput | null | undefined
  /** How much of it went. */
  readonly shipped?: DecimalInput | null | undefined
  /** The net price of one, in `currency`. */
  readonly unitPrice?: DecimalInput | null | undefined
  /** The currency of the price, ISO 4217. */
  readonly currency?: string | null | undefined
  /** The sum of the line. */
  readonly total?: DecimalInput | null | undefined
  /** When it is to go. */
  readonly targetDate?: string | null | undefined
  /** Whether it is late. */
  readonly overdue?: boolean | null | undefined
  /** A reference of the line. */
  readonly reference?: string | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `SalesOrderLine` can be filtered by. */
export interface SalesOrderLineFilter extends EnvelopeFilter {
  readonly orderId?: Condition<string>
  readonly partId?: Condition<string>
  readonly quantity?: Condition<DecimalInput>
  readonly allocated?: Condition<DecimalInput>
  readonly shipped?: Condition<DecimalInput>
  readonly unitPrice?: Condition<DecimalInput>
  readonly currency?: Condition<string>
  readonly total?: Condition<DecimalInput>
  readonly targetDate?: Condition<string>
  readonly overdue?: Condition<boolean>
  readonly reference?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** Its state. */
export type ShipmentStatus = 'open' | 'shipped' | 'delivered' | 'cancelled' | 'other'

/** What is sent to a customer at one time. */
export interface Shipment extends RecordEnvelope {
  /** The order. */
  readonly orderId: string | null
  /** The human number. */
  readonly number: string | null
  /** Its state. */
  readonly status: ShipmentStatus | null
  /** The carrier's number. */
  readonly trackingNumber: string | null
  /** The number of the invoice. */
  readonly invoiceNumber: string | null
  /** When it went; empty while it is open. */
  readonly shippedDate: string | null
  /** When it arrived. */
  readonly deliveredDate: string | null
  /** A web address. */
  readonly link: string | null
  /** Free text. */
  readonly notes: string | null
}

/** `Shipment` as input; which fields a system takes, `capabilities()` says. */
export interface ShipmentInput {
  /** The order. */
  readonly orderId?: string | null | undefined
  /** The human number. */
  readonly number?: string | null | undefined
  /** Its state. */
  readonly status?: ShipmentStatus | null | undefined
  /** The carrier's number. */
  readonly trackingNumber?: string | null | undefined
  /** The number of the invoice. */
  readonly invoiceNumber?: string | null | undefined
  /** When it went; empty while it is open. */
  readonly shippedDate?: string | null | undefined
  /** When it arrived. */
  readonly deliveredDate?: string | null | undefined
  /** A web address. */
  readonly link?: string | null | undefined
  /** Free text. */
  readonly notes?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Shipment` can be filtered by. */
export interface ShipmentFilter extends EnvelopeFilter {
  readonly orderId?: Condition<string>
  readonly number?: Condition<string>
  readonly status?: Condition<ShipmentStatus>
  readonly trackingNumber?: Condition<string>
  readonly invoiceNumber?: Condition<string>
  readonly shippedDate?: Condition<string>
  readonly deliveredDate?: Condition<string>
  readonly link?: Condition<string>
  readonly notes?: Condition<string>
}

/** Its state. */
export type ProjectStatus = 'draft' | 'open' | 'completed' | 'cancelled' | 'other'

/** Who sees it. */
export type ProjectVisibility = 'public' | 'private' | 'other'

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
  /** The user who leads it. */
  readonly leadId: string | null
  /** Who gets new tasks. */
  readonly defaultAssigneeId: string | null
  /** Who sees it. */
  readonly visibility: ProjectVisibility | null
  /** Whether it has cycles. */
  readonly cyclesEnabled: boolean | null
  /** Whether it has module groups. */
  readonly moduleGroupsEnabled: boolean | null
  /** Whether it takes proposals. */
  readonly intakeEnabled: boolean | null
  /** The zone of its dates. */
  readonly timezone: string | null
  /** How many people work on it. */
  readonly memberCount: number | null
  /** When it was put away. */
  readonly archivedAt: string | null
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
  /** The user who leads it. */
  readonly leadId?: string | null | undefined
  /** Who gets new tasks. */
  readonly defaultAssigneeId?: string | null | undefined
  /** Who sees it. */
  readonly visibility?: ProjectVisibility | null | undefined
  /** Whether it has cycles. */
  readonly cyclesEnabled?: boolean | null | undefined
  /** Whether it has module groups. */
  readonly moduleGroupsEnabled?: boolean | null | undefined
  /** Whether it takes proposals. */
  readonly intakeEnabled?: boolean | null | undefined
  /** The zone of its dates. */
  readonly timezone?: string | null | undefined
  /** How many people work on it. */
  readonly memberCount?: number | null | undefined
  /** When it was put away. */
  readonly archivedAt?: InstantInput | null | undefined
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
  readonly leadId?: Condition<string>
  readonly defaultAssigneeId?: Condition<string>
  readonly visibility?: Condition<ProjectVisibility>
  readonly cyclesEnabled?: Condition<boolean>
  readonly moduleGroupsEnabled?: Condition<boolean>
  readonly intakeEnabled?: Condition<boolean>
  readonly timezone?: Condition<string>
  readonly memberCount?: Condition<number>
  readonly archivedAt?: Condition<InstantInput>
}

/** The group of its state. */
export type TaskStatus = 'backlog' | 'unstarted' | 'started' | 'completed' | 'cancelled' | 'other'

/** How urgent it is. */
export type TaskPriority = 'urgent' | 'high' | 'medium' | 'low' | 'none' | 'other'

/** A piece of work in a project (an issue, a work item). */
export interface Task extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The human number or code. */
  readonly number: string | null
  /** What is to be done, in a line. */
  readonly name: string | null
  /** More about it; may hold HTML where the system keeps HTML. */
  readonly description: string | null
  /** The kind of task, in the system's word. */
  readonly kind: string | null
  /** The group of its state. */
  readonly status: TaskStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The state, where states are records. */
  readonly stateId: string | null
  /** How urgent it is. */
  readonly priority: TaskPriority | null
  /** The priority in the system's own word. */
  readonly priorityNative: string | null
  /** The task that it is a part of. */
  readonly parentId: string | null
  /** Who does it. */
  readonly assigneeIds: readonly string[] | null
  /** Its labels. */
  readonly labelIds: readonly string[] | null
  /** When it starts. */
  readonly startDate: string | null
  /** When it is to be done. */
  readonly dueDate: string | null
  /** When it was done. */
  readonly completedAt: string | null
  /** How much is done, in percent. */
  readonly progressPercent: string | null
  /** The estimate in points. */
  readonly estimatePoints: string | null
  /** The estimate in hours. */
  readonly estimateHours: string | null
  /** The hours worked on it so far. */
  readonly spentHours: string | null
  /** Whether it is billed. */
  readonly billable: boolean | null
  /** Whether it is not yet published. */
  readonly draft: boolean | null
  /** When it was put away. */
  readonly archivedDate: string | null
  /** Who made it. */
  readonly authorId: string | null
}

/** `Task` as input; which fields a system takes, `capabilities()` says. */
export interface TaskInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The human number or code. */
  readonly number?: string | null | undefined
  /** What is to be done, in a line. */
  readonly name?: string | null | undefined
  /** More about it; may hold HTML where the system keeps HTML. */
  readonly description?: string | null | undefined
  /** The kind of task, in the system's word. */
  readonly kind?: string | null | undefined
  /** The group of its state. */
  readonly status?: TaskStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The state, where states are records. */
  readonly stateId?: string | null | undefined
  /** How urgent it is. */
  readonly priority?: TaskPriority | null | undefined
  /** The priority in the system's own word. */
  readonly priorityNative?: string | null | undefined
  /** The task that it is a part of. */
  readonly parentId?: string | null | undefined
  /** Who does it. */
  readonly assigneeIds?: readonly string[] | null | undefined
  /** Its labels. */
  readonly labelIds?: readonly string[] | null | undefined
  /** When it starts. */
  readonly startDate?: string | null | undefined
  /** When it is to be done. */
  readonly dueDate?: string | null | undefined
  /** When it was done. */
  readonly completedAt?: InstantInput | null | undefined
  /** How much is done, in percent. */
  readonly progressPercent?: DecimalInput | null | undefined
  /** The estimate in points. */
  readonly estimatePoints?: DecimalInput | null | undefined
  /** The estimate in hours. */
  readonly estimateHours?: DecimalInput | null | undefined
  /** The hours worked on it so far. */
  readonly spentHours?: DecimalInput | null | undefined
  /** Whether it is billed. */
  readonly billable?: boolean | null | undefined
  /** Whether it is not yet published. */
  readonly draft?: boolean | null | undefined
  /** When it was put away. */
  readonly archivedDate?: string | null | undefined
  /** Who made it. */
  readonly authorId?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Task` can be filtered by. */
export interface TaskFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly number?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly kind?: Condition<string>
  readonly status?: Condition<TaskStatus>
  readonly statusNative?: Condition<string>
  readonly stateId?: Condition<string>
  readonly priority?: Condition<TaskPriority>
  readonly priorityNative?: Condition<string>
  readonly parentId?: Condition<string>
  readonly assigneeIds?: Condition<string>
  readonly labelIds?: Condition<string>
  readonly startDate?: Condition<string>
  readonly dueDate?: Condition<string>
  readonly completedAt?: Condition<InstantInput>
  readonly progressPercent?: Condition<DecimalInput>
  readonly estimatePoints?: Condition<DecimalInput>
  readonly estimateHours?: Condition<DecimalInput>
  readonly spentHours?: Condition<DecimalInput>
  readonly billable?: Condition<boolean>
  readonly draft?: Condition<boolean>
  readonly archivedDate?: Condition<string>
  readonly authorId?: Condition<string>
}

/** The group it belongs to. */
export type StateGroup = 'backlog' | 'unstarted' | 'started' | 'completed' | 'cancelled' | 'other'

/** A state that the tasks of a project can be in. */
export interface State extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The name. */
  readonly name: string | null
  /** What it means. */
  readonly description: string | null
  /** The group it belongs to. */
  readonly group: StateGroup | null
  /** The group in the system's own word. */
  readonly groupNative: string | null
  /** Its color, as the system writes it. */
  readonly color: string | null
  /** Its place: smaller comes first. */
  readonly position: string | null
  /** Whether new tasks start in it. */
  readonly isDefault: boolean | null
}

/** `State` as input; which fields a system takes, `capabilities()` says. */
export interface StateInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** What it means. */
  readonly description?: string | null | undefined
  /** The group it belongs to. */
  readonly group?: StateGroup | null | undefined
  /** The group in the system's own word. */
  readonly groupNative?: string | null | undefined
  /** Its color, as the system writes it. */
  readonly color?: string | null | undefined
  /** Its place: smaller comes first. */
  readonly position?: DecimalInput | null | undefined
  /** Whether new tasks start in it. */
  readonly isDefault?: boolean | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `State` can be filtered by. */
export interface StateFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly group?: Condition<StateGroup>
  readonly groupNative?: Condition<string>
  readonly color?: Condition<string>
  readonly position?: Condition<DecimalInput>
  readonly isDefault?: Condition<boolean>
}

/** Who sees it. */
export type CommentAccess = 'internal' | 'external' | 'other'

/** What somebody said about a task. */
export interface Comment extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The task. */
  readonly taskId: string | null
  /** The text; may hold HTML where the system keeps HTML. */
  readonly body: string | null
  /** Who said it. */
  readonly authorId: string | null
  /** Who sees it. */
  readonly access: CommentAccess | null
  /** The comment that it answers. */
  readonly parentId: string | null
  /** When its text was changed. */
  readonly editedAt: string | null
}

/** `Comment` as input; which fields a system takes, `capabilities()` says. */
export interface CommentInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The task. */
  readonly taskId?: string | null | undefined
  /** The text; may hold HTML where the system keeps HTML. */
  readonly body?: string | null | undefined
  /** Who said it. */
  readonly authorId?: string | null | undefined
  /** Who sees it. */
  readonly access?: CommentAccess | null | undefined
  /** The comment that it answers. */
  readonly parentId?: string | null | undefined
  /** When its text was changed. */
  readonly editedAt?: InstantInput | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Comment` can be filtered by. */
export interface CommentFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly taskId?: Condition<string>
  readonly body?: Condition<string>
  readonly authorId?: Condition<string>
  readonly access?: Condition<CommentAccess>
  readonly parentId?: Condition<string>
  readonly editedAt?: Condition<InstantInput>
}

/** What they may do. */
export type UserRole = 'admin' | 'member' | 'guest' | 'other'

/** Somebody who works on projects. */
export interface User extends RecordEnvelope {
  /** The project, where users are listed as its members. */
  readonly projectId: string | null
  /** The name that others see. */
  readonly name: string | null
  /** The first name. */
  readonly firstName: string | null
  /** The last name. */
  readonly lastName: string | null
  /** The login. */
  readonly login: string | null
  /** The e-mail address. */
  readonly email: string | null
  /** What they do. */
  readonly jobTitle: string | null
  /** The address of their picture. */
  readonly avatarUrl: string | null
  /** What they may do. */
  readonly role: UserRole | null
  /** The role in the system's own word. */
  readonly roleNative: string | null
  /** Whether they may sign in. */
  readonly active: boolean | null
}

/** `User` as input; which fields a system takes, `capabilities()` says. */
export interface UserInput {
  /** The project, where users are listed as its members. */
  readonly projectId?: string | null | undefined
  /** The name that others see. */
  readonly name?: string | null | undefined
  /** The first name. */
  readonly firstName?: string | null | undefined
  /** The last name. */
  readonly lastName?: string | null | undefined
  /** The login. */
  readonly login?: string | null | undefined
  /** The e-mail address. */
  readonly email?: string | null | undefined
  /** What they do. */
  readonly jobTitle?: string | null | undefined
  /** The address of their picture. */
  readonly avatarUrl?: string | null | undefined
  /** What they may do. */
  readonly role?: UserRole | null | undefined
  /** The role in the system's own word. */
  readonly roleNative?: string | null | undefined
  /** Whether they may sign in. */
  readonly active?: boolean | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `User` can be filtered by. */
export interface UserFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly name?: Condition<string>
  readonly firstName?: Condition<string>
  readonly lastName?: Condition<string>
  readonly login?: Condition<string>
  readonly email?: Condition<string>
  readonly jobTitle?: Condition<string>
  readonly avatarUrl?: Condition<string>
  readonly role?: Condition<UserRole>
  readonly roleNative?: Condition<string>
  readonly active?: Condition<boolean>
}

/** A mark that tasks of a project can have. */
export interface Label extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The name. */
  readonly name: string | null
  /** What it means. */
  readonly description: string | null
  /** Its color, as the system writes it. */
  readonly color: string | null
  /** The label above it. */
  readonly parentId: string | null
  /** Its place: smaller comes first. */
  readonly position: string | null
}

/** `Label` as input; which fields a system takes, `capabilities()` says. */
export interface LabelInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** What it means. */
  readonly description?: string | null | undefined
  /** Its color, as the system writes it. */
  readonly color?: string | null | undefined
  /** The label above it. */
  readonly parentId?: string | null | undefined
  /** Its place: smaller comes first. */
  readonly position?: DecimalInput | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Label` can be filtered by. */
export interface LabelFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly color?: Condition<string>
  readonly parentId?: Condition<string>
  readonly position?: Condition<DecimalInput>
}

/** Its state. */
export type CycleStatus = 'draft' | 'upcoming' | 'current' | 'completed' | 'other'

/** A stretch of time in which tasks are to be done (a sprint). */
export interface Cycle extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The name. */
  readonly name: string | null
  /** What it is for. */
  readonly description: string | null
  /** Its state. */
  readonly status: CycleStatus | null
  /** The first day. */
  readonly startDate: string | null
  /** The last day. */
  readonly endDate: string | null
  /** The user who looks after it. */
  readonly ownerId: string | null
  /** The zone of its dates. */
  readonly timezone: string | null
  /** How many tasks it has. */
  readonly taskCount: number | null
  /** How many of them are done. */
  readonly completedCount: number | null
  /** How many of them were dropped. */
  readonly cancelledCount: number | null
  /** When it was put away. */
  readonly archivedAt: string | null
}

/** `Cycle` as input; which fields a system takes, `capabilities()` says. */
export interface CycleInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** Its state. */
  readonly status?: CycleStatus | null | undefined
  /** The first day. */
  readonly startDate?: string | null | undefined
  /** The last day. */
  readonly endDate?: string | null | undefined
  /** The user who looks after it. */
  readonly ownerId?: string | null | undefined
  /** The zone of its dates. */
  readonly timezone?: string | null | undefined
  /** How many tasks it has. */
  readonly taskCount?: number | null | undefined
  /** How many of them are done. */
  readonly completedCount?: number | null | undefined
  /** How many of them were dropped. */
  readonly cancelledCount?: number | null | undefined
  /** When it was put away. */
  readonly archivedAt?: InstantInput | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Cycle` can be filtered by. */
export interface CycleFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly status?: Condition<CycleStatus>
  readonly startDate?: Condition<string>
  readonly endDate?: Condition<string>
  readonly ownerId?: Condition<string>
  readonly timezone?: Condition<string>
  readonly taskCount?: Condition<number>
  readonly completedCount?: Condition<number>
  readonly cancelledCount?: Condition<number>
  readonly archivedAt?: Condition<InstantInput>
}

/** Its state. */
export type ModuleGroupStatus = 'backlog' | 'planned' | 'in_progress' | 'paused' | 'completed' | 'cancelled' | 'other'

/** A part of a project that groups tasks (a module, an epic). */
export interface ModuleGroup extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The name. */
  readonly name: string | null
  /** What it is for. */
  readonly description: string | null
  /** Its state. */
  readonly status: ModuleGroupStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** The user who leads it. */
  readonly leadId: string | null
  /** Who works on it. */
  readonly memberIds: readonly string[] | null
  /** When it starts. */
  readonly startDate: string | null
  /** When it is to end. */
  readonly endDate: string | null
  /** How many tasks it has. */
  readonly taskCount: number | null
  /** How many of them are done. */
  readonly completedCount: number | null
  /** How many of them were dropped. */
  readonly cancelledCount: number | null
  /** When it was put away. */
  readonly archivedAt: string | null
}

/** `ModuleGroup` as input; which fields a system takes, `capabilities()` says. */
export interface ModuleGroupInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The name. */
  readonly name?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** Its state. */
  readonly status?: ModuleGroupStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** The user who leads it. */
  readonly leadId?: string | null | undefined
  /** Who works on it. */
  readonly memberIds?: readonly string[] | null | undefined
  /** When it starts. */
  readonly startDate?: string | null | undefined
  /** When it is to end. */
  readonly endDate?: string | null | undefined
  /** How many tasks it has. */
  readonly taskCount?: number | null | undefined
  /** How many of them are done. */
  readonly completedCount?: number | null | undefined
  /** How many of them were dropped. */
  readonly cancelledCount?: number | null | undefined
  /** When it was put away. */
  readonly archivedAt?: InstantInput | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `ModuleGroup` can be filtered by. */
export interface ModuleGroupFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly name?: Condition<string>
  readonly description?: Condition<string>
  readonly status?: Condition<ModuleGroupStatus>
  readonly statusNative?: Condition<string>
  readonly leadId?: Condition<string>
  readonly memberIds?: Condition<string>
  readonly startDate?: Condition<string>
  readonly endDate?: Condition<string>
  readonly taskCount?: Condition<number>
  readonly completedCount?: Condition<number>
  readonly cancelledCount?: Condition<number>
  readonly archivedAt?: Condition<InstantInput>
}

/** Its state. */
export type WorklogStatus = 'draft' | 'submitted' | 'billed' | 'cancelled' | 'other'

/** Time that somebody worked. */
export interface Worklog extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The task. */
  readonly taskId: string | null
  /** Who worked, as a user. */
  readonly userId: string | null
  /** Who worked, as an employee. */
  readonly employeeId: string | null
  /** The day. */
  readonly date: string | null
  /** When the work began. */
  readonly startedAt: string | null
  /** When it ended. */
  readonly endedAt: string | null
  /** How long, where the system counts hours. */
  readonly hours: string | null
  /** How long, where the system counts seconds. */
  readonly durationSeconds: number | null
  /** Its state. */
  readonly status: WorklogStatus | null
  /** The state in the system's own word. */
  readonly statusNative: string | null
  /** Whether it is billed. */
  readonly billable: boolean | null
  /** What was done. */
  readonly description: string | null
}

/** `Worklog` as input; which fields a system takes, `capabilities()` says. */
export interface WorklogInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The task. */
  readonly taskId?: string | null | undefined
  /** Who worked, as a user. */
  readonly userId?: string | null | undefined
  /** Who worked, as an employee. */
  readonly employeeId?: string | null | undefined
  /** The day. */
  readonly date?: string | null | undefined
  /** When the work began. */
  readonly startedAt?: InstantInput | null | undefined
  /** When it ended. */
  readonly endedAt?: InstantInput | null | undefined
  /** How long, where the system counts hours. */
  readonly hours?: DecimalInput | null | undefined
  /** How long, where the system counts seconds. */
  readonly durationSeconds?: number | null | undefined
  /** Its state. */
  readonly status?: WorklogStatus | null | undefined
  /** The state in the system's own word. */
  readonly statusNative?: string | null | undefined
  /** Whether it is billed. */
  readonly billable?: boolean | null | undefined
  /** What was done. */
  readonly description?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Worklog` can be filtered by. */
export interface WorklogFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly taskId?: Condition<string>
  readonly userId?: Condition<string>
  readonly employeeId?: Condition<string>
  readonly date?: Condition<string>
  readonly startedAt?: Condition<InstantInput>
  readonly endedAt?: Condition<InstantInput>
  readonly hours?: Condition<DecimalInput>
  readonly durationSeconds?: Condition<number>
  readonly status?: Condition<WorklogStatus>
  readonly statusNative?: Condition<string>
  readonly billable?: Condition<boolean>
  readonly description?: Condition<string>
}

/** A web address that belongs to a task. */
export interface TaskLink extends RecordEnvelope {
  /** The project. */
  readonly projectId: string | null
  /** The task. */
  readonly taskId: string | null
  /** What people see. */
  readonly title: string | null
  /** The address. */
  readonly url: string | null
  /** Who added it. */
  readonly authorId: string | null
}

/** `TaskLink` as input; which fields a system takes, `capabilities()` says. */
export interface TaskLinkInput {
  /** The project. */
  readonly projectId?: string | null | undefined
  /** The task. */
  readonly taskId?: string | null | undefined
  /** What people see. */
  readonly title?: string | null | undefined
  /** The address. */
  readonly url?: string | null | undefined
  /** Who added it. */
  readonly authorId?: string | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `TaskLink` can be filtered by. */
export interface TaskLinkFilter extends EnvelopeFilter {
  readonly projectId?: Condition<string>
  readonly taskId?: Condition<string>
  readonly title?: Condition<string>
  readonly url?: Condition<string>
  readonly authorId?: Condition<string>
}

/** The type of its values; `local_time` is a date and time without a zone. */
export type CollectionFieldKind = 'text' | 'integer' | 'decimal' | 'float' | 'bool' | 'date' | 'time' | 'instant' | 'local_time' | 'choice' | 'choices' | 'list' | 'json' | 'reference' | 'references' | 'file' | 'computed' | 'secret' | 'other'

/** One field of a collection's records. */
export interface CollectionField {
  /** The name in records. */
  readonly name: string | null
  /** What people see. */
  readonly title: string | null
  /** The type of its values; `local_time` is a date and time without a zone. */
  readonly kind: CollectionFieldKind | null
  /** The type in the system's own word. */
  readonly kindNative: string | null
  /** How people edit it, in the system's word. */
  readonly interface: string | null
  /** Whether it must have a value. */
  readonly required: boolean | null
  /** Whether only the system writes it. */
  readonly readOnly: boolean | null
  /** Whether two records cannot have the same value. */
  readonly unique: boolean | null
  /** Whether it identifies a record. */
  readonly isKey: boolean | null
  /** The values of a choice. */
  readonly options: readonly string[] | null
  /** The collection that a reference points to. */
  readonly target: string | null
  /** The field that keeps the key of a reference. */
  readonly foreignKey: string | null
}

/** `CollectionField` as input; which fields a system takes, `capabilities()` says. */
export interface CollectionFieldInput {
  /** The name in records. */
  readonly name?: string | null | undefined
  /** What people see. */
  readonly title?: string | null | undefined
  /** The type of its values; `local_time` is a date and time without a zone. */
  readonly kind?: CollectionFieldKind | null | undefined
  /** The type in the system's own word. */
  readonly kindNative?: string | null | undefined
  /** How people edit it, in the system's word. */
  readonly interface?: string | null | undefined
  /** Whether it must have a value. */
  readonly required?: boolean | null | undefined
  /** Whether only the system writes it. */
  readonly readOnly?: boolean | null | undefined
  /** Whether two records cannot have the same value. */
  readonly unique?: boolean | null | undefined
  /** Whether it identifies a record. */
  readonly isKey?: boolean | null | undefined
  /** The values of a choice. */
  readonly options?: readonly string[] | null | undefined
  /** The collection that a reference points to. */
  readonly target?: string | null | undefined
  /** The field that keeps the key of a reference. */
  readonly foreignKey?: string | null | undefined
}

/** A collection that the customer made, with the fields of its records. */
export interface Collection extends RecordEnvelope {
  /** The name that records refer to it by. */
  readonly name: string | null
  /** What people see. */
  readonly title: string | null
  /** What it is for. */
  readonly description: string | null
  /** The kind of collection, in the system's word. */
  readonly kind: string | null
  /** The field that identifies a record. */
  readonly keyField: string | null
  /** The field that names a record for people. */
  readonly titleField: string | null
  /** Whether it came with the system. */
  readonly builtIn: boolean | null
  /** Whether people do not see it. */
  readonly hidden: boolean | null
  /** The fields of its records, in order. */
  readonly fields: readonly CollectionField[] | null
}

/** `Collection` as input; which fields a system takes, `capabilities()` says. */
export interface CollectionInput {
  /** The name that records refer to it by. */
  readonly name?: string | null | undefined
  /** What people see. */
  readonly title?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** The kind of collection, in the system's word. */
  readonly kind?: string | null | undefined
  /** The field that identifies a record. */
  readonly keyField?: string | null | undefined
  /** The field that names a record for people. */
  readonly titleField?: string | null | undefined
  /** Whether it came with the system. */
  readonly builtIn?: boolean | null | undefined
  /** Whether people do not see it. */
  readonly hidden?: boolean | null | undefined
  /** The fields of its records, in order. */
  readonly fields?: readonly CollectionFieldInput[] | null | undefined
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `Collection` can be filtered by. */
export interface CollectionFilter extends EnvelopeFilter {
  readonly name?: Condition<string>
  readonly title?: Condition<string>
  readonly description?: Condition<string>
  readonly kind?: Condition<string>
  readonly keyField?: Condition<string>
  readonly titleField?: Condition<string>
  readonly builtIn?: Condition<boolean>
  readonly hidden?: Condition<boolean>
}

/** A record of a collection. */
export interface WorkspaceRecord extends RecordEnvelope {
  /** The collection. */
  readonly collectionId: string | null
  /** The values by the collection's own names, typed by its fields: decimals are text, instants in UTC, whole numbers beyond 2^53 are text. */
  readonly values: unknown
}

/** `WorkspaceRecord` as input; which fields a system takes, `capabilities()` says. */
export interface WorkspaceRecordInput {
  /** The collection. */
  readonly collectionId?: string | null | undefined
  /** The values by the collection's own names, typed by its fields: decimals are text, instants in UTC, whole numbers beyond 2^53 are text. */
  readonly values?: unknown
  /** The tenant's own extra fields, by the system's name. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined
}

/** What a list of `WorkspaceRecord` can be filtered by. */
export interface WorkspaceRecordFilter extends EnvelopeFilter {
  readonly collectionId?: Condition<string>
}

/** A file that hangs on a record. */
export interface Attachment extends RecordEnvelope {
  /** The file's name, as the system keeps it: it may have changed it. */
  readonly name: string | null
  /** Its size in bytes. */
  readonly size: number | null
  /** Its media type, for example `application/pdf`. */
  readonly contentType: string | null
  /** Where the system keeps it: an address, or a path on the instance; it may need the credential. */
  readonly url: string | null
  /** Whether only users of the system can read it at `url`. */
  readonly private: boolean | null
  /** What people wrote about it. */
  readonly comment: string | null
  /** The hash of its content, in the system's own kind. */
  readonly hash: string | null
}
