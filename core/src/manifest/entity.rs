//! What the system has for a unified resource.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::field::{Converter, FieldMap, FieldSpec};
use super::operation::{Expand, Operation};
use super::paging::{FilterSpec, Page, SortSpec};

/// A unified resource in the system: one entity, or several that a field tells apart.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Resource {
    /// Several entities, for example sales and purchase invoices.
    Variants(Variants),
    /// One entity.
    One(Box<Entity>),
}

/// Entities that a field of the model tells apart.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variants {
    /// The field, for example `direction`.
    pub by: String,
    /// The field's value → the entity.
    pub variants: IndexMap<String, Entity>,
}

impl Resource {
    /// The entities, each with its variant.
    pub fn entities(&self) -> Vec<(Option<&str>, &Entity)> {
        match self {
            Resource::One(entity) => vec![(None, entity)],
            Resource::Variants(all) => {
                all.variants.iter().map(|(name, entity)| (Some(name.as_str()), entity)).collect()
            }
        }
    }
}

/// One kind of thing in the system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Fills the hole `{type}` in paths.
    #[serde(rename = "type")]
    pub kind: String,
    /// The path of the id in a record; empty for records without one.
    #[serde(default)]
    pub id: Option<String>,
    /// The column of the id in filters and orders.
    #[serde(default)]
    pub id_column: Option<String>,
    /// Whether ids are whole numbers.
    #[serde(default)]
    pub id_integer: bool,
    /// The path that a person opens in the instance.
    #[serde(default)]
    pub url: Option<super::template::Template>,
    /// When a record was made.
    #[serde(default)]
    pub created_at: Option<FieldSpec>,
    /// When a record was last changed.
    #[serde(default)]
    pub updated_at: Option<FieldSpec>,
    /// The caller's own key.
    #[serde(default)]
    pub external_ref: Option<FieldSpec>,
    /// The fields of the model.
    pub fields: IndexMap<String, FieldSpec>,
    /// The tenant's own extra fields.
    #[serde(default)]
    pub custom: Option<Custom>,
    /// Sent with every create, unless the input says otherwise: path → constant or text with holes.
    #[serde(default)]
    pub create_set: IndexMap<String, Json>,
    /// Sent as query parameters with every list.
    #[serde(default)]
    pub list_query: IndexMap<String, String>,
    /// Filters that every list carries: column, operator, value.
    #[serde(default)]
    pub list_filter: Vec<(String, String, Json)>,
    /// The fields of the model that a create must have.
    #[serde(default)]
    pub required: Vec<String>,
    /// The optimistic version check of updates.
    #[serde(default)]
    pub version: Option<VersionCheck>,
    /// The key by which a create is found again.
    #[serde(default)]
    pub key: Option<Key>,
    /// Incremental reads.
    #[serde(default)]
    pub since: Since,
    /// How deletions are learned.
    #[serde(default)]
    pub deleted: Deleted,
    /// Whether lists are paged, ordered and narrowed as the system says; false: one answer holds everything, and
    /// only the parameters of the operation are sent.
    #[serde(default = "yes")]
    pub paged: bool,
    /// How this entity's lists are paged, where otherwise than the system's.
    #[serde(default)]
    pub page: Option<Page>,
    /// How its filters are written, where otherwise.
    #[serde(default)]
    pub filter: Option<FilterSpec>,
    /// How an order is asked for, where otherwise.
    #[serde(default)]
    pub sort: Option<SortSpec>,
    /// How the parts that lists do not carry are fetched.
    #[serde(default)]
    pub expand: Option<Expand>,
    /// A field of the model that a list must be filtered by, because the system lists only under a parent; it fills
    /// the hole `{parent}`. A field of the rows with a dot: `allocations.invoice_id`.
    #[serde(default)]
    pub parent: Option<String>,
    /// Whether the parent is part of the id, `<parent>/<id>`, because the system addresses records only under it. The
    /// holes `{parent}` and `{id}` are its parts; those of a parent that is nested itself are `{parent.1}`,
    /// `{parent.2}`.
    #[serde(default)]
    pub nested: bool,
    /// Members that the schema of a GraphQL API knows as plain JSON: paths below them are read, but a selection asks for
    /// them as a whole.
    #[serde(default)]
    pub json_members: Vec<String>,
    /// For records whose fields are not known before: where their parent, the collection, tells them.
    #[serde(default)]
    pub discover: Option<Discover>,
    /// What this entity does otherwise than the system's shared operations.
    #[serde(default)]
    pub operations: IndexMap<String, Operation>,
    /// Named state changes.
    #[serde(default)]
    pub actions: IndexMap<String, Operation>,
    /// Its records are jobs, which go on after they were made.
    #[serde(default)]
    pub job: Option<super::job::Job>,
    /// Its records carry files, as the system's `attachments` says: the words for the holes `{of.<name>}` there.
    #[serde(default)]
    pub attachments: Option<IndexMap<String, String>>,
}

fn yes() -> bool {
    true
}

/// Where the tenant's own extra fields stand.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Custom {
    /// The member that holds them; the record itself when not given.
    #[serde(default)]
    pub at: Option<String>,
    /// What their names begin with in the system.
    pub prefix: String,
}

/// How the fields of records are discovered. The collection's record is read once in a while; the values of its records
/// are checked against its fields before they are sent, and read by their types.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discover {
    /// The resource of the collections, whose model has `fields`; the entity's parent is one of it.
    pub from: String,
    /// The field of the model that holds the values; it stands at `*`.
    pub at: String,
    /// The field that identifies records, where the collection does not say it.
    #[serde(default = "id")]
    pub key: String,
    /// The discovered field that says when a record was made, in collections that have it.
    #[serde(default)]
    pub created_at: Option<String>,
    /// The discovered field that says when a record was last changed; without it there are no incremental reads.
    #[serde(default)]
    pub updated_at: Option<String>,
}

fn id() -> String {
    "id".to_owned()
}

/// The optimistic version check.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionCheck {
    /// The path of the version in a record.
    pub at: String,
    /// Who checks it.
    pub by: VersionBy,
}

/// Who checks the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionBy {
    /// The system: the version is sent in the body of the update.
    Body,
    /// The bridge: it reads the record just before the update and compares; a change in between is not seen.
    Compare,
}

/// The key by which a create is found again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Where the key is written in the body of the create. It may be an option of the connection, `{option.<name>}`;
    /// while that option is not set, the entity has no key.
    pub at: String,
    /// What is written there.
    #[serde(default)]
    pub form: KeyForm,
    /// More members that a create with a key carries: path → constant.
    #[serde(default)]
    pub set: IndexMap<String, Json>,
    /// The characters that a key may hold besides ASCII letters and digits; any character when not given.
    #[serde(default)]
    pub characters: Option<String>,
    /// The column by which it is looked up with a list; for systems without a look-up operation.
    #[serde(default)]
    pub column: Option<String>,
    /// It is looked up by reading the whole list (of the record's parent), for systems whose lists can neither be filtered
    /// by it nor looked up, and are short.
    #[serde(default)]
    pub scan: bool,
    /// The operation that looks it up, with the hole `{key}`; NOT_FOUND means that there is none.
    #[serde(default)]
    pub lookup: Option<Operation>,
}

/// What is written as the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyForm {
    /// The caller's key itself.
    #[default]
    Text,
    /// The record's own id, a UUID that follows from instance, resource and key; it is looked up by `get`.
    Uuid,
    /// The same as 24 hexadecimal digits, for MongoDB.
    ObjectId,
}

/// Incremental reads.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// How changes since a moment are asked for.
    pub kind: SinceKind,
    /// Seconds that are read again, because the system's clock is coarser than its changes.
    #[serde(default)]
    pub lookback_seconds: u32,
    /// What an incremental read does not see.
    #[serde(default)]
    pub misses: Option<String>,
    /// For `param`: the parameter, and how the moment is written.
    #[serde(default)]
    pub param: Option<SinceParam>,
}

/// The parameter of an incremental read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SinceParam {
    /// Its name.
    pub param: String,
    /// How the moment is written: `date` for its day before.
    #[serde(rename = "as")]
    pub converter: Converter,
}

/// How changes since a moment are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SinceKind {
    /// By a filter on the time of the last change, and its order.
    Watermark,
    /// By a parameter that is coarser than a moment; what is older is dropped here.
    Param,
    /// By walking the list from the last change backwards, until the moment.
    Descending,
    /// By reading everything; what is older is dropped here.
    ClientFilter,
    /// Not at all.
    #[default]
    None,
}

/// How deletions are learned.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deleted {
    /// The way.
    pub by: DeletedBy,
    /// For `feed`: the list of deletions.
    #[serde(default)]
    pub feed: Option<Operation>,
    /// For `feed`: the path of the deleted record's id.
    #[serde(default)]
    pub id: Option<String>,
    /// For `feed`: when it was deleted; not known when not given.
    #[serde(default)]
    pub at: Option<FieldMap>,
    /// For `feed`: whether it is paged as the system's lists are; else one answer holds everything.
    #[serde(default = "yes")]
    pub paged: bool,
    /// For `feed`: filters that the list carries: column, operator, value.
    #[serde(default)]
    pub filter: Vec<(String, String, Json)>,
}

/// The way in which deletions are learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeletedBy {
    /// A list of deletions.
    Feed,
    /// Only by reading everything and comparing.
    Sweep,
    /// Not at all.
    #[default]
    None,
}
