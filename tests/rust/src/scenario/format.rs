//! The format of a scenario.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::upstream::Plan;

/// One scenario: systems as they answer, a bridge as it is opened, calls and what must come of them.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The path of the file below `tests/scenarios`, without its ending. Not in the file.
    #[serde(skip_deserializing)]
    pub name: String,
    /// The behaviour in one sentence.
    pub title: String,
    /// The systems, by a name of the scenario's choice.
    #[serde(default)]
    pub upstreams: BTreeMap<String, Plan>,
    /// More configuration of the bridge: `policies`, `adapters`, ...
    #[serde(default)]
    pub bridge: Map<String, Value>,
    /// The tenant of every step that names none.
    #[serde(default = "acme")]
    pub tenant: String,
    /// What is connected before the steps.
    #[serde(default)]
    pub connections: Vec<Connection>,
    /// The modules that are activated before the steps; `accounting` without it.
    #[serde(default = "accounting")]
    pub modules: Vec<String>,
    /// Members of results that differ from run to run: a name anywhere, or a path with `*`.
    #[serde(default)]
    pub mask: Vec<String>,
    /// The calls, in order.
    pub steps: Vec<Step>,
}

fn acme() -> String {
    "acme".to_owned()
}

fn accounting() -> Vec<String> {
    vec!["accounting".to_owned()]
}

/// A connection that a scenario starts with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// The system.
    pub system: String,
    /// The upstream whose address is its instance.
    pub upstream: String,
    /// The connection's name; the system's without it.
    pub name: Option<String>,
    /// The tenant; the scenario's without it.
    pub tenant: Option<String>,
    /// The credential.
    pub credential: Value,
    /// Options of the connection.
    #[serde(default)]
    pub options: Map<String, Value>,
    /// Whether the system is asked before the connection is kept; without it that is not part of the scenario.
    #[serde(default)]
    pub verify: bool,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// A resource's records, all pages or the first `pages`.
    List,
    /// One record.
    Get,
    /// Makes a record.
    Create,
    /// Makes the records of the list `input`.
    CreateMany,
    /// The states of the job `id`, until it has ended; fails where the job did.
    Watch,
    /// Changes a record.
    Update,
    /// Makes or changes a record.
    Upsert,
    /// Deletes a record.
    Delete,
    /// A named action on a record.
    Action,
    /// Shows a write: `input` holds `operation` and its `id`, `action`, `input`.
    PlanWrite,
    /// Does what the plan in `input` shows.
    ApplyWrite,
    /// The writes in the ledger that fit `input`.
    Writes,
    /// The write `input.key`.
    Write,
    /// Finds out what became of the write `input.key`.
    ResolveWrite,
    /// Says what became of the write `input.key`: `input.outcome`, of a create with `input.record_id`.
    SettleWrite,
    /// Looks after the ledger, and counts.
    DrainWrites,
    /// The deletions since an instant.
    Deletions,
    /// Runs the change feed to its end, or to its budget; the last report.
    Sync,
    /// The records of the mirror, up to 1000.
    Mirror,
    /// The tenant's events.
    Events,
    /// Makes an endpoint of webhooks; `input` is the request.
    CreateWebhook,
    /// The endpoints of webhooks.
    Webhooks,
    /// Gives the endpoint `id` another secret; `input` is the request.
    RotateWebhook,
    /// Ends the endpoint `id`.
    DeleteWebhook,
    /// Tells the system of the endpoint `id` to deliver to `input.url`.
    RegisterWebhook,
    /// Tells the system of the endpoint `id` to deliver no more.
    UnregisterWebhook,
    /// Hands a delivery to the bridge: what is answered.
    Deliver,
    /// The files of the record `id`.
    Attachments,
    /// Hangs a file on the record `id`: `input` holds `name` and `text` or `base64`.
    Upload,
    /// The content of the file `input.attachment`, as `size` and `base64`.
    Download,
    /// Takes the file `input.attachment` from the record `id`.
    DeleteAttachment,
    /// Links two records; `input` is the request.
    CreateLink,
    /// The links that fit `options`.
    Links,
    /// Ends the link `id`.
    DeleteLink,
    /// A raw request through the pipeline.
    Request,
    /// Connects; `input` is the request, with `upstream` in place of `instance`.
    Connect,
    /// Disconnects `connection`.
    Disconnect,
    /// The tenant's connections.
    Connections,
    /// Activates and deactivates modules; `input` is the request.
    ChangeModules,
    /// The active modules.
    ActiveModules,
    /// Whether `input.module` is active, and has `input.feature`.
    IsModuleActive,
    /// What `input.module` offers.
    ModuleCapabilities,
    /// Whether the modules in `input` could be active together.
    ValidateModules,
    /// What would come of a change; `input` is the request.
    PlanModules,
    /// Makes what the plan in `input` says.
    ApplyModules,
    /// What the tenant has bought.
    Subscription,
    /// Says what the tenant has bought; `input` is the request.
    SetSubscription,
    /// Takes the signed entitlement `input.token`.
    InstallSubscription,
    /// Forgets the subscription.
    RemoveSubscription,
    /// What is sold.
    Catalogue,
    /// What the event of Stripe in `input` says of a subscription.
    SubscriptionFromStripe,
    /// The use of every metric.
    Usage,
    /// Counts `input.amount` of `input.metric`.
    RecordUsage,
    /// Whether `input.amount` of `input.metric` would be let through.
    CheckUsage,
    /// What a connection can do.
    Capabilities,
    /// The health of the tenant's connections.
    Health,
    /// The health of the bridge.
    BridgeHealth,
    /// The systems that the bridge knows.
    Systems,
    /// What the system `input.system` can do, or every system.
    SystemCapabilities,
    /// Opens the breaker of `connection`.
    Isolate,
    /// Closes the breaker of `connection`.
    Reset,
    /// Closes the bridge.
    Close,
    /// What the upstream has seen. Not a call of the bridge: no runner sees it.
    Hits,
}

impl Verb {
    /// Whether it tells of endpoints of webhooks.
    pub fn is_of_endpoints(self) -> bool {
        use Verb::{CreateWebhook, RegisterWebhook, RotateWebhook, UnregisterWebhook, Webhooks};
        matches!(self, CreateWebhook | RegisterWebhook | RotateWebhook | UnregisterWebhook | Webhooks)
    }
}

/// One call and what must come of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What this step shows, for people.
    pub about: Option<String>,
    /// What to do.
    pub call: Verb,
    /// The tenant; the scenario's without it.
    pub tenant: Option<String>,
    /// For calls on records: `accounting.invoices`.
    pub resource: Option<String>,
    /// The record.
    pub id: Option<String>,
    /// The name of the action.
    pub action: Option<String>,
    /// For calls on a connection.
    pub connection: Option<String>,
    /// What is created, changed, or asked for.
    pub input: Option<Value>,
    /// The options of the call.
    pub options: Option<Value>,
    /// For `list`: leave after so many pages.
    pub pages: Option<u32>,
    /// Make the call so often; the expectation holds for every one.
    pub repeat: Option<u32>,
    /// Repeat the call until the expectation holds, at most this long.
    pub eventually_ms: Option<u64>,
    /// Keep the result under a name: `${name.field}` in later steps.
    pub save: Option<String>,
    /// For `hits`: which upstream, and which of its requests.
    pub upstream: Option<String>,
    /// For `hits`: only requests with this method.
    pub method: Option<String>,
    /// For `hits`: only requests with this path, `*` for any run of characters.
    pub path: Option<String>,
    /// For `hits`: how many there are.
    pub count: Option<usize>,
    /// The exact result.
    pub expect: Option<Value>,
    /// What the result must contain: members of objects; lists item by item.
    pub expect_subset: Option<Value>,
    /// What the error must contain.
    pub error: Option<Value>,
}

/// A call that a runner is to make. Absent members are null.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Call {
    /// What to do.
    pub call: Verb,
    /// The tenant.
    pub tenant: String,
    /// The resource.
    pub resource: Option<String>,
    /// The record.
    pub id: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// The connection of `request`, `disconnect`, `isolate`, `reset`.
    pub connection: Option<String>,
    /// The input.
    pub input: Value,
    /// The options.
    pub options: Value,
    /// How many pages of a list.
    pub pages: Option<u32>,
}

impl Step {
    /// A step that only makes a call.
    pub fn of(call: Verb) -> Step {
        Step {
            call,
            about: None,
            tenant: None,
            resource: None,
            id: None,
            action: None,
            connection: None,
            input: None,
            options: None,
            pages: None,
            repeat: None,
            eventually_ms: None,
            save: None,
            upstream: None,
            method: None,
            path: None,
            count: None,
            expect: None,
            expect_subset: None,
            error: None,
        }
    }
}
