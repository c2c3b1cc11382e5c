// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

import type { RecordEnvelope } from '../record.js'
import { Resource, type Scope, type RecordOptions } from '../resource.js'
import type {
  Account,
  AccountFilter,
  AccountInput,
  Activity,
  ActivityFilter,
  ActivityInput,
  AnalysisJob,
  AnalysisJobFilter,
  AnalysisJobInput,
  AnomalyScan,
  AnomalyScanFilter,
  AnomalyScanInput,
  BomLine,
  BomLineFilter,
  BomLineInput,
  BuildOrder,
  BuildOrderFilter,
  BuildOrderInput,
  Collection,
  CollectionFilter,
  CollectionInput,
  Comment,
  CommentFilter,
  CommentInput,
  Company,
  CompanyFilter,
  CompanyInput,
  Contact,
  ContactFilter,
  ContactInput,
  CreditNote,
  CreditNoteFilter,
  CreditNoteInput,
  CrmTask,
  CrmTaskFilter,
  CrmTaskInput,
  CrmUser,
  CrmUserFilter,
  CrmUserInput,
  Cycle,
  CycleFilter,
  CycleInput,
  Deal,
  DealFilter,
  DealInput,
  Employee,
  EmployeeFilter,
  EmployeeInput,
  Expense,
  ExpenseFilter,
  ExpenseInput,
  Extraction,
  ExtractionFilter,
  ExtractionInput,
  FinancialReport,
  FinancialReportFilter,
  FinancialReportInput,
  Forecast,
  ForecastFilter,
  ForecastInput,
  Headline,
  HeadlineFilter,
  HeadlineInput,
  Invoice,
  InvoiceFilter,
  InvoiceInput,
  Item,
  ItemFilter,
  ItemInput,
  JournalEntry,
  JournalEntryFilter,
  JournalEntryInput,
  Label,
  LabelFilter,
  LabelInput,
  Lead,
  LeadFilter,
  LeadInput,
  Leave,
  LeaveFilter,
  LeaveInput,
  Location,
  LocationFilter,
  LocationInput,
  ModuleGroup,
  ModuleGroupFilter,
  ModuleGroupInput,
  Note,
  NoteFilter,
  NoteInput,
  Order,
  OrderFilter,
  OrderInput,
  Organization,
  OrganizationFilter,
  OrganizationInput,
  Part,
  PartCategory,
  PartCategoryFilter,
  PartCategoryInput,
  PartFilter,
  PartInput,
  Payment,
  PaymentFilter,
  PaymentInput,
  PaymentMethod,
  PaymentMethodFilter,
  PaymentMethodInput,
  Person,
  PersonFilter,
  PersonInput,
  Pipeline,
  PipelineFilter,
  PipelineInput,
  Project,
  ProjectFilter,
  ProjectInput,
  PurchaseOrder,
  PurchaseOrderFilter,
  PurchaseOrderInput,
  PurchaseOrderLine,
  PurchaseOrderLineFilter,
  PurchaseOrderLineInput,
  Quote,
  QuoteFilter,
  QuoteInput,
  Report,
  ReportFilter,
  ReportInput,
  SalesOrder,
  SalesOrderFilter,
  SalesOrderInput,
  SalesOrderLine,
  SalesOrderLineFilter,
  SalesOrderLineInput,
  Sentiment,
  SentimentFilter,
  SentimentInput,
  Shipment,
  ShipmentFilter,
  ShipmentInput,
  State,
  StateFilter,
  StateInput,
  StockItem,
  StockItemFilter,
  StockItemInput,
  StockMove,
  StockMoveFilter,
  StockMoveInput,
  SupplierPart,
  SupplierPartFilter,
  SupplierPartInput,
  Task,
  TaskFilter,
  TaskInput,
  TaskLink,
  TaskLinkFilter,
  TaskLinkInput,
  TaxRate,
  TaxRateFilter,
  TaxRateInput,
  TradePartner,
  TradePartnerFilter,
  TradePartnerInput,
  User,
  UserFilter,
  UserInput,
  Worklog,
  WorklogFilter,
  WorklogInput,
  WorkspaceRecord,
  WorkspaceRecordFilter,
  WorkspaceRecordInput,
} from './models.js'

/** `accounting.organizations`. A company whose books the system keeps. */
export class Organizations extends Resource<Organization, OrganizationInput, OrganizationFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.organizations')
  }
}

/** `accounting.accounts`. An account of the books. */
export class Accounts extends Resource<Account, AccountInput, AccountFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.accounts')
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

/** `accounting.credit_notes`. Money given back to a customer (sales) or by a supplier (purchase), where the system has it apart from invoices. */
export class CreditNotes extends Resource<CreditNote, CreditNoteInput, CreditNoteFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.credit_notes')
  }
}

/** `accounting.quotes`. An offer to a customer (a quotation, an estimate, a proposal). */
export class Quotes extends Resource<Quote, QuoteInput, QuoteFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.quotes')
  }
}

/** `accounting.orders`. An order of a customer (sales) or to a supplier (purchase). */
export class Orders extends Resource<Order, OrderInput, OrderFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.orders')
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

/** `accounting.payment_methods`. A way to pay that payments refer to. */
export class PaymentMethods extends Resource<PaymentMethod, PaymentMethodInput, PaymentMethodFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.payment_methods')
  }
}

/** `accounting.expenses`. Money spent without an invoice, by the organization or by an employee who gets it back. */
export class Expenses extends Resource<Expense, ExpenseInput, ExpenseFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.expenses')
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

/** `accounting.reports`. A report that the system makes of the books for some days; listed by kind and days, and kept nowhere. */
export class AccountingReports extends Resource<FinancialReport, FinancialReportInput, FinancialReportFilter> {
  constructor(scope: Scope) {
    super(scope, 'accounting.reports')
  }
}

/** `crm.companies`. An organization that one does business with, or wants to. */
export class CrmCompanies extends Resource<Company, CompanyInput, CompanyFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.companies')
  }
}

/** `crm.people`. A human being that one deals with, mostly at a company. */
export class People extends Resource<Person, PersonInput, PersonFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.people')
  }
}

/** `crm.deals`. A chance to sell something (an opportunity). */
export class Deals extends Resource<Deal, DealInput, DealFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.deals')
  }
}

/** `crm.pipelines`. The stages that deals go through. */
export class Pipelines extends Resource<Pipeline, PipelineInput, PipelineFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.pipelines')
  }
}

/** `crm.activities`. Something that happened with a customer, or is planned: a call, a meeting, a change of a record. */
export class Activities extends Resource<Activity, ActivityInput, ActivityFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.activities')
  }
}

/** `crm.notes`. A text about companies, people or deals. */
export class Notes extends Resource<Note, NoteInput, NoteFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.notes')
  }
}

/** `crm.tasks`. Something to do for a customer; the tasks of projects are `projects.tasks`. */
export class CrmTasks extends Resource<CrmTask, CrmTaskInput, CrmTaskFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.tasks')
  }
}

/** `crm.leads`. Somebody who may become a customer. */
export class Leads extends Resource<Lead, LeadInput, LeadFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.leads')
  }
}

/** `crm.users`. A user of the customer system: who owns deals and does tasks. */
export class CrmUsers extends Resource<CrmUser, CrmUserInput, CrmUserFilter> {
  constructor(scope: Scope) {
    super(scope, 'crm.users')
  }
}

/** `finance_ai.sentiments`. Whether a text is good or bad news. */
export class Sentiments extends Resource<Sentiment, SentimentInput, SentimentFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.sentiments')
  }
}

/** `finance_ai.headlines`. What a headline about a commodity says of its price. */
export class Headlines extends Resource<Headline, HeadlineInput, HeadlineFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.headlines')
  }
}

/** `finance_ai.extractions`. The names that a text mentions, and how they relate. */
export class Extractions extends Resource<Extraction, ExtractionInput, ExtractionFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.extractions')
  }
}

/** `finance_ai.forecasts`. What is expected to come: a move of a price, or the next values of a series. */
export class Forecasts extends Resource<Forecast, ForecastInput, ForecastFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.forecasts')
  }
}

/** `finance_ai.anomalies`. The points of a series that lie far from the others. */
export class Anomalies extends Resource<AnomalyScan, AnomalyScanInput, AnomalyScanFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.anomalies')
  }
}

/** `finance_ai.reports`. A written analysis. */
export class FinanceAiReports extends Resource<Report, ReportInput, ReportFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.reports')
  }
}

/** `finance_ai.analysis_jobs`. A long piece of work of an agent or a model, from its submission to its result. */
export class AnalysisJobs extends Resource<AnalysisJob, AnalysisJobInput, AnalysisJobFilter> {
  constructor(scope: Scope) {
    super(scope, 'finance_ai.analysis_jobs')
  }
}

/** `hr.employees`. Somebody who works for the organization. */
export class Employees extends Resource<Employee, EmployeeInput, EmployeeFilter> {
  constructor(scope: Scope) {
    super(scope, 'hr.employees')
  }
}

/** `hr.leaves`. A time off, asked for or granted. */
export class Leaves extends Resource<Leave, LeaveInput, LeaveFilter> {
  constructor(scope: Scope) {
    super(scope, 'hr.leaves')
  }
}

/** `inventory.parts`. A kind of thing that is kept, made, bought or sold; how much of it there is stands in stock items. */
export class Parts extends Resource<Part, PartInput, PartFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.parts')
  }
}

/** `inventory.part_categories`. A group of parts. */
export class PartCategories extends Resource<PartCategory, PartCategoryInput, PartCategoryFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.part_categories')
  }
}

/** `inventory.locations`. A place where stock is kept: a warehouse, a shelf. */
export class Locations extends Resource<Location, LocationInput, LocationFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.locations')
  }
}

/** `inventory.stock_items`. An amount of a part at a place, of one batch or with one serial number. Its quantity changes only through actions. */
export class StockItems extends Resource<StockItem, StockItemInput, StockItemFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.stock_items')
  }
}

/** `inventory.stock_moves`. One row of the history of stock: what came, went, moved or changed. */
export class StockMoves extends Resource<StockMove, StockMoveInput, StockMoveFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.stock_moves')
  }
}

/** `inventory.companies`. A company that supplies, makes or buys parts. */
export class InventoryCompanies extends Resource<TradePartner, TradePartnerInput, TradePartnerFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.companies')
  }
}

/** `inventory.supplier_parts`. A part as a supplier sells it. */
export class SupplierParts extends Resource<SupplierPart, SupplierPartInput, SupplierPartFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.supplier_parts')
  }
}

/** `inventory.bom_lines`. One line of a bill of materials: what an assembly is made of. */
export class BomLines extends Resource<BomLine, BomLineInput, BomLineFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.bom_lines')
  }
}

/** `inventory.build_orders`. An order to make something. */
export class BuildOrders extends Resource<BuildOrder, BuildOrderInput, BuildOrderFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.build_orders')
  }
}

/** `inventory.purchase_orders`. An order of parts from a supplier. */
export class PurchaseOrders extends Resource<PurchaseOrder, PurchaseOrderInput, PurchaseOrderFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.purchase_orders')
  }
}

/** `inventory.purchase_order_lines`. A line of a purchase order, where lines are records of their own. */
export class PurchaseOrderLines extends Resource<PurchaseOrderLine, PurchaseOrderLineInput, PurchaseOrderLineFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.purchase_order_lines')
  }
}

/** `inventory.sales_orders`. An order of parts by a customer. */
export class SalesOrders extends Resource<SalesOrder, SalesOrderInput, SalesOrderFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.sales_orders')
  }
}

/** `inventory.sales_order_lines`. A line of a sales order, where lines are records of their own. */
export class SalesOrderLines extends Resource<SalesOrderLine, SalesOrderLineInput, SalesOrderLineFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.sales_order_lines')
  }
}

/** `inventory.shipments`. What is sent to a customer at one time. */
export class Shipments extends Resource<Shipment, ShipmentInput, ShipmentFilter> {
  constructor(scope: Scope) {
    super(scope, 'inventory.shipments')
  }
}

/** `projects.projects`. A project. */
export class Projects extends Resource<Project, ProjectInput, ProjectFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.projects')
  }
}

/** `projects.tasks`. A piece of work in a project (an issue, a work item). */
export class ProjectsTasks extends Resource<Task, TaskInput, TaskFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.tasks')
  }
}

/** `projects.states`. A state that the tasks of a project can be in. */
export class States extends Resource<State, StateInput, StateFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.states')
  }
}

/** `projects.comments`. What somebody said about a task. */
export class Comments extends Resource<Comment, CommentInput, CommentFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.comments')
  }
}

/** `projects.users`. Somebody who works on projects. */
export class ProjectsUsers extends Resource<User, UserInput, UserFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.users')
  }
}

/** `projects.labels`. A mark that tasks of a project can have. */
export class Labels extends Resource<Label, LabelInput, LabelFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.labels')
  }
}

/** `projects.cycles`. A stretch of time in which tasks are to be done (a sprint). */
export class Cycles extends Resource<Cycle, CycleInput, CycleFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.cycles')
  }
}

/** `projects.module_groups`. A part of a project that groups tasks (a module, an epic). */
export class ModuleGroups extends Resource<ModuleGroup, ModuleGroupInput, ModuleGroupFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.module_groups')
  }
}

/** `projects.worklogs`. Time that somebody worked. */
export class Worklogs extends Resource<Worklog, WorklogInput, WorklogFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.worklogs')
  }
}

/** `projects.links`. A web address that belongs to a task. */
export class ProjectsLinks extends Resource<TaskLink, TaskLinkInput, TaskLinkFilter> {
  constructor(scope: Scope) {
    super(scope, 'projects.links')
  }
}

/** `workspace.collections`. A collection that the customer made, with the fields of its records. */
export class Collections extends Resource<Collection, CollectionInput, CollectionFilter> {
  constructor(scope: Scope) {
    super(scope, 'workspace.collections')
  }
}

/** `workspace.records`. A record of a collection. */
export class WorkspaceRecords extends Resource<WorkspaceRecord, WorkspaceRecordInput, WorkspaceRecordFilter> {
  constructor(scope: Scope) {
    super(scope, 'workspace.records')
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

  /** An account of the books. */
  get accounts(): Accounts {
    return new Accounts(this.#scope)
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

  /** Money given back to a customer (sales) or by a supplier (purchase), where the system has it apart from invoices. */
  get creditNotes(): CreditNotes {
    return new CreditNotes(this.#scope)
  }

  /** An offer to a customer (a quotation, an estimate, a proposal). */
  get quotes(): Quotes {
    return new Quotes(this.#scope)
  }

  /** An order of a customer (sales) or to a supplier (purchase). */
  get orders(): Orders {
    return new Orders(this.#scope)
  }

  /** Money received from a customer or paid to a supplier, with the invoices that it settles. */
  get payments(): Payments {
    return new Payments(this.#scope)
  }

  /** A way to pay that payments refer to. */
  get paymentMethods(): PaymentMethods {
    return new PaymentMethods(this.#scope)
  }

  /** Money spent without an invoice, by the organization or by an employee who gets it back. */
  get expenses(): Expenses {
    return new Expenses(this.#scope)
  }

  /** A journal entry: lines whose debits equal its credits. */
  get journalEntries(): JournalEntries {
    return new JournalEntries(this.#scope)
  }

  /** A report that the system makes of the books for some days; listed by kind and days, and kept nowhere. */
  get reports(): AccountingReports {
    return new AccountingReports(this.#scope)
  }
}

/** The module `crm`: one property per resource. */
export class CrmModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** An organization that one does business with, or wants to. */
  get companies(): CrmCompanies {
    return new CrmCompanies(this.#scope)
  }

  /** A human being that one deals with, mostly at a company. */
  get people(): People {
    return new People(this.#scope)
  }

  /** A chance to sell something (an opportunity). */
  get deals(): Deals {
    return new Deals(this.#scope)
  }

  /** The stages that deals go through. */
  get pipelines(): Pipelines {
    return new Pipelines(this.#scope)
  }

  /** Something that happened with a customer, or is planned: a call, a meeting, a change of a record. */
  get activities(): Activities {
    return new Activities(this.#scope)
  }

  /** A text about companies, people or deals. */
  get notes(): Notes {
    return new Notes(this.#scope)
  }

  /** Something to do for a customer; the tasks of projects are `projects.tasks`. */
  get tasks(): CrmTasks {
    return new CrmTasks(this.#scope)
  }

  /** Somebody who may become a customer. */
  get leads(): Leads {
    return new Leads(this.#scope)
  }

  /** A user of the customer system: who owns deals and does tasks. */
  get users(): CrmUsers {
    return new CrmUsers(this.#scope)
  }
}

/** The module `finance_ai`: one property per resource. */
export class FinanceAiModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Whether a text is good or bad news. */
  get sentiments(): Sentiments {
    return new Sentiments(this.#scope)
  }

  /** What a headline about a commodity says of its price. */
  get headlines(): Headlines {
    return new Headlines(this.#scope)
  }

  /** The names that a text mentions, and how they relate. */
  get extractions(): Extractions {
    return new Extractions(this.#scope)
  }

  /** What is expected to come: a move of a price, or the next values of a series. */
  get forecasts(): Forecasts {
    return new Forecasts(this.#scope)
  }

  /** The points of a series that lie far from the others. */
  get anomalies(): Anomalies {
    return new Anomalies(this.#scope)
  }

  /** A written analysis. */
  get reports(): FinanceAiReports {
    return new FinanceAiReports(this.#scope)
  }

  /** A long piece of work of an agent or a model, from its submission to its result. */
  get analysisJobs(): AnalysisJobs {
    return new AnalysisJobs(this.#scope)
  }
}

/** The module `hr`: one property per resource. */
export class HrModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Somebody who works for the organization. */
  get employees(): Employees {
    return new Employees(this.#scope)
  }

  /** A time off, asked for or granted. */
  get leaves(): Leaves {
    return new Leaves(this.#scope)
  }
}

/** The module `inventory`: one property per resource. */
export class InventoryModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** A kind of thing that is kept, made, bought or sold; how much of it there is stands in stock items. */
  get parts(): Parts {
    return new Parts(this.#scope)
  }

  /** A group of parts. */
  get partCategories(): PartCategories {
    return new PartCategories(this.#scope)
  }

  /** A place where stock is kept: a warehouse, a shelf. */
  get locations(): Locations {
    return new Locations(this.#scope)
  }

  /** An amount of a part at a place, of one batch or with one serial number. Its quantity changes only through actions. */
  get stockItems(): StockItems {
    return new StockItems(this.#scope)
  }

  /** One row of the history of stock: what came, went, moved or changed. */
  get stockMoves(): StockMoves {
    return new StockMoves(this.#scope)
  }

  /** A company that supplies, makes or buys parts. */
  get companies(): InventoryCompanies {
    return new InventoryCompanies(this.#scope)
  }

  /** A part as a supplier sells it. */
  get supplierParts(): SupplierParts {
    return new SupplierParts(this.#scope)
  }

  /** One line of a bill of materials: what an assembly is made of. */
  get bomLines(): BomLines {
    return new BomLines(this.#scope)
  }

  /** An order to make something. */
  get buildOrders(): BuildOrders {
    return new BuildOrders(this.#scope)
  }

  /** An order of parts from a supplier. */
  get purchaseOrders(): PurchaseOrders {
    return new PurchaseOrders(this.#scope)
  }

  /** A line of a purchase order, where lines are records of their own. */
  get purchaseOrderLines(): PurchaseOrderLines {
    return new PurchaseOrderLines(this.#scope)
  }

  /** An order of parts by a customer. */
  get salesOrders(): SalesOrders {
    return new SalesOrders(this.#scope)
  }

  /** A line of a sales order, where lines are records of their own. */
  get salesOrderLines(): SalesOrderLines {
    return new SalesOrderLines(this.#scope)
  }

  /** What is sent to a customer at one time. */
  get shipments(): Shipments {
    return new Shipments(this.#scope)
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

  /** A piece of work in a project (an issue, a work item). */
  get tasks(): ProjectsTasks {
    return new ProjectsTasks(this.#scope)
  }

  /** A state that the tasks of a project can be in. */
  get states(): States {
    return new States(this.#scope)
  }

  /** What somebody said about a task. */
  get comments(): Comments {
    return new Comments(this.#scope)
  }

  /** Somebody who works on projects. */
  get users(): ProjectsUsers {
    return new ProjectsUsers(this.#scope)
  }

  /** A mark that tasks of a project can have. */
  get labels(): Labels {
    return new Labels(this.#scope)
  }

  /** A stretch of time in which tasks are to be done (a sprint). */
  get cycles(): Cycles {
    return new Cycles(this.#scope)
  }

  /** A part of a project that groups tasks (a module, an epic). */
  get moduleGroups(): ModuleGroups {
    return new ModuleGroups(this.#scope)
  }

  /** Time that somebody worked. */
  get worklogs(): Worklogs {
    return new Worklogs(this.#scope)
  }

  /** A web address that belongs to a task. */
  get links(): ProjectsLinks {
    return new ProjectsLinks(this.#scope)
  }
}

/** The module `workspace`: one property per resource. */
export class WorkspaceModule {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** A collection that the customer made, with the fields of its records. */
  get collections(): Collections {
    return new Collections(this.#scope)
  }

  /** A record of a collection. */
  get records(): WorkspaceRecords {
    return new WorkspaceRecords(this.#scope)
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

  /** The module `crm`. */
  get crm(): CrmModule {
    return new CrmModule(this.#scope)
  }

  /** The module `finance_ai`. */
  get financeAi(): FinanceAiModule {
    return new FinanceAiModule(this.#scope)
  }

  /** The module `hr`. */
  get hr(): HrModule {
    return new HrModule(this.#scope)
  }

  /** The module `inventory`. */
  get inventory(): InventoryModule {
    return new InventoryModule(this.#scope)
  }

  /** The module `projects`. */
  get projects(): ProjectsModule {
    return new ProjectsModule(this.#scope)
  }

  /** The module `workspace`. */
  get workspace(): WorkspaceModule {
    return new WorkspaceModule(this.#scope)
  }
}

const RESOURCES: ReadonlyMap<string, new (scope: Scope) => unknown> = new Map<string, new (scope: Scope) => unknown>([
  ['accounting.organizations', Organizations],
  ['accounting.accounts', Accounts],
  ['accounting.contacts', Contacts],
  ['accounting.items', Items],
  ['accounting.tax_rates', TaxRates],
  ['accounting.invoices', Invoices],
  ['accounting.credit_notes', CreditNotes],
  ['accounting.quotes', Quotes],
  ['accounting.orders', Orders],
  ['accounting.payments', Payments],
  ['accounting.payment_methods', PaymentMethods],
  ['accounting.expenses', Expenses],
  ['accounting.journal_entries', JournalEntries],
  ['accounting.reports', AccountingReports],
  ['crm.companies', CrmCompanies],
  ['crm.people', People],
  ['crm.deals', Deals],
  ['crm.pipelines', Pipelines],
  ['crm.activities', Activities],
  ['crm.notes', Notes],
  ['crm.tasks', CrmTasks],
  ['crm.leads', Leads],
  ['crm.users', CrmUsers],
  ['finance_ai.sentiments', Sentiments],
  ['finance_ai.headlines', Headlines],
  ['finance_ai.extractions', Extractions],
  ['finance_ai.forecasts', Forecasts],
  ['finance_ai.anomalies', Anomalies],
  ['finance_ai.reports', FinanceAiReports],
  ['finance_ai.analysis_jobs', AnalysisJobs],
  ['hr.employees', Employees],
  ['hr.leaves', Leaves],
  ['inventory.parts', Parts],
  ['inventory.part_categories', PartCategories],
  ['inventory.locations', Locations],
  ['inventory.stock_items', StockItems],
  ['inventory.stock_moves', StockMoves],
  ['inventory.companies', InventoryCompanies],
  ['inventory.supplier_parts', SupplierParts],
  ['inventory.bom_lines', BomLines],
  ['inventory.build_orders', BuildOrders],
  ['inventory.purchase_orders', PurchaseOrders],
  ['inventory.purchase_order_lines', PurchaseOrderLines],
  ['inventory.sales_orders', SalesOrders],
  ['inventory.sales_order_lines', SalesOrderLines],
  ['inventory.shipments', Shipments],
  ['projects.projects', Projects],
  ['projects.tasks', ProjectsTasks],
  ['projects.states', States],
  ['projects.comments', Comments],
  ['projects.users', ProjectsUsers],
  ['projects.labels', Labels],
  ['projects.cycles', Cycles],
  ['projects.module_groups', ModuleGroups],
  ['projects.worklogs', Worklogs],
  ['projects.links', ProjectsLinks],
  ['workspace.collections', Collections],
  ['workspace.records', WorkspaceRecords],
])

type Fields = Readonly<Record<string, unknown>>

/** The resource of a full name; of one that has no model here, the plain operations. */
export function resourceOf(scope: Scope, path: string): Resource<RecordEnvelope, Fields, Fields> {
  const Known = RESOURCES.get(path)
  return (Known ? new Known(scope) : new Resource(scope, path)) as Resource<RecordEnvelope, Fields, Fields>
}
