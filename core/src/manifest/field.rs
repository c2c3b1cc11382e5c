//! Field ↔ path, with a named converter that runs in both directions.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// How a field of the model stands in the system: a path, or a path with more words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum FieldSpec {
    /// The path alone.
    Path(String),
    /// All words.
    Map(Box<FieldMap>),
}

impl FieldSpec {
    /// The full form.
    pub fn map(&self) -> FieldMap {
        match self {
            // The same defaults as those of the full form.
            FieldSpec::Path(path) => FieldMap {
                at: Some(path.clone()),
                read: true,
                write: true,
                listed: true,
                filter: true,
                ..FieldMap::default()
            },
            FieldSpec::Map(map) => map.completed(),
        }
    }
}

/// How a field of the model stands in the system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldMap {
    /// The path in the system's JSON; nested members with dots. It may be an option of the connection,
    /// `{option.<name>}`; while that option is not set, the system does not have the field.
    #[serde(default)]
    pub at: Option<String>,
    /// The path on writes, where it differs.
    #[serde(default)]
    pub write_at: Option<String>,
    /// For a field of a row: the path on writes where the row also says another field: that field → the path.
    #[serde(default)]
    pub write_beside: IndexMap<String, String>,
    /// The converter; from the field's type when not given.
    #[serde(default, rename = "as")]
    pub converter: Option<Converter>,
    /// The value that always holds, for a field that the system does not send. It may be an option of the connection,
    /// `{option.<name>}`; while that option is not set, the system does not have the field.
    #[serde(default, rename = "const")]
    pub constant: Option<Json>,
    /// For `enum`: the system's word → ours. On writes, the first word that gives ours. A word that is a whole number
    /// is read from a number or a text, and written as a number.
    #[serde(default)]
    pub table: IndexMap<String, String>,
    /// For `flags`: our word → where the system says it.
    #[serde(default)]
    pub flags: IndexMap<String, FlagSource>,
    /// For `ref`: the variant of the target, where the target resource has variants.
    #[serde(default)]
    pub to: Option<RefTarget>,
    /// For `text_list` and `ref_list`: the path inside each item, where items are objects.
    #[serde(default)]
    pub item: Option<String>,
    /// For `rows`: the fields of a child row.
    #[serde(default)]
    pub rows: IndexMap<String, FieldSpec>,
    /// For `rows`: the record itself is the one row: the paths of `rows` are its own. Needs no `at`.
    #[serde(default)]
    pub one_row: bool,
    /// For `rows`: sent with every row, unless the row says otherwise: path → constant. It may be an option of the
    /// connection, `{option.<name>}`; while that option is not set, nothing is sent.
    #[serde(default)]
    pub row_set: IndexMap<String, Json>,
    /// For `rows`: rows that the system does not send, because they follow from other values. They come first; one is
    /// left out where a sent row has the same value in its first field.
    #[serde(default)]
    pub implied: Vec<ImpliedRow>,
    /// For `rows`: the member of each row sent that holds its place, from 1.
    #[serde(default)]
    pub row_number: Option<String>,
    /// Several texts of the record, read as one. It is written only at `write_at`.
    #[serde(default)]
    pub join: Option<Join>,
    /// A word that follows from other values: the first case whose conditions hold. It is written only at `write_at`, by
    /// the `table`.
    #[serde(default)]
    pub cases: Vec<Case>,
    /// Written as well: the same value at another place, in another form.
    #[serde(default)]
    pub also: Vec<Also>,
    /// When the value means what the field means; at other times it is read as empty.
    #[serde(default)]
    pub when: Option<When>,
    /// Whether it can be read; false for a field that the system takes but does not send.
    #[serde(default = "yes")]
    pub read: bool,
    /// Whether it can be written; false for what the system computes.
    #[serde(default = "yes")]
    pub write: bool,
    /// Whether it can be written only on create.
    #[serde(default)]
    pub create_only: bool,
    /// Whether lists carry it.
    #[serde(default = "yes")]
    pub listed: bool,
    /// The column in filters and orders; the path when not given.
    #[serde(default)]
    pub column: Option<String>,
    /// Whether it can be filtered and sorted by.
    #[serde(default = "yes")]
    pub filter: bool,
    /// The column in orders; that of filters when not given.
    #[serde(default)]
    pub sort_by: Option<String>,
    /// Query parameters of its own that filter by it.
    #[serde(default)]
    pub filter_param: Option<ParamFilter>,
    /// Whether it is the id of the parent of a nested entity, which the system does not send.
    #[serde(default)]
    pub parent: bool,
    /// The system may change what was written (rounding, HTML escapes): reading back may differ.
    #[serde(default)]
    pub lossy: bool,
    /// Ours is computed from something else than one stored value.
    #[serde(default)]
    pub derived: bool,
}

/// What holds for a field of which only the path is said: it is read, written, listed and filtered.
impl Default for FieldMap {
    fn default() -> Self {
        FieldMap {
            at: None,
            write_at: None,
            write_beside: IndexMap::new(),
            converter: None,
            constant: None,
            table: IndexMap::new(),
            flags: IndexMap::new(),
            to: None,
            item: None,
            rows: IndexMap::new(),
            one_row: false,
            row_set: IndexMap::new(),
            implied: Vec::new(),
            row_number: None,
            join: None,
            cases: Vec::new(),
            also: Vec::new(),
            when: None,
            read: true,
            write: true,
            create_only: false,
            listed: true,
            column: None,
            filter: true,
            sort_by: None,
            filter_param: None,
            parent: false,
            lossy: false,
            derived: false,
        }
    }
}

impl FieldMap {
    /// Whether the value is worked out from several others.
    pub fn computed(&self) -> bool {
        self.join.is_some() || !self.cases.is_empty()
    }

    /// The map with what follows from its words: what is worked out is derived, is written only where that is said, and
    /// is filtered only by a column that is named.
    #[must_use]
    pub fn completed(&self) -> FieldMap {
        let mut map = self.clone();
        if map.computed() {
            map.derived = true;
            map.write &= map.write_at.is_some();
            map.filter &= map.column.is_some();
        }
        map
    }
}

fn yes() -> bool {
    true
}

/// Texts that are read as one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Their paths; empty ones are left out.
    pub of: Vec<String>,
    /// What stands between them.
    pub with: String,
}

/// One case of a field that follows from other values.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The value of the field: a word of the model, or true or false.
    #[serde(deserialize_with = "word")]
    pub is: String,
    /// Path → the values at which it holds; all paths must hold. `""` is null, missing or empty, `"*"` anything but that;
    /// numbers are compared by value. Empty: it always holds.
    #[serde(default)]
    pub when: IndexMap<String, Vec<String>>,
}

/// A child row that follows from other values of its record.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpliedRow {
    /// When there is such a row, as in a case: path → the values at which it holds.
    #[serde(default)]
    pub when: IndexMap<String, Vec<String>>,
    /// The row: field of the child model → value.
    pub row: IndexMap<String, Json>,
}

/// A text; YAML writes true and false without quotes.
fn word<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Word;
    impl serde::de::Visitor<'_> for Word {
        type Value = String;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a word, or true or false")
        }

        fn visit_str<E>(self, word: &str) -> Result<String, E> {
            Ok(word.to_owned())
        }

        fn visit_bool<E>(self, yes: bool) -> Result<String, E> {
            Ok(yes.to_string())
        }
    }
    deserializer.deserialize_any(Word)
}

/// Another place to which a value is written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// The path.
    pub at: String,
    /// The converter; that of the field when not given.
    #[serde(default, rename = "as")]
    pub converter: Option<Converter>,
}

/// Query parameters that filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParamFilter {
    /// The parameter for one value that must be equal.
    #[serde(default)]
    pub param: Option<String>,
    /// Our word → the parameter's value. Empty: the value as the converter writes it.
    #[serde(default)]
    pub table: IndexMap<String, String>,
    /// The parameters for other operators: `gte`, `lt`, `contains`, ... → the parameter.
    #[serde(default)]
    pub operators: IndexMap<String, String>,
}

/// When a value means what its field means.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The path of another value of the record.
    pub at: String,
    /// The values at which it does; numbers are compared by value. Empty: any.
    #[serde(default)]
    pub is: Vec<String>,
    /// The values at which it does not, for example a word that stands for nothing.
    #[serde(default)]
    pub is_not: Vec<String>,
}

/// Where the system says that a flag holds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagSource {
    /// The path.
    pub at: String,
    /// The values that mean yes.
    pub yes: Vec<String>,
    /// The value that is written for yes.
    pub set: Json,
    /// The value that is written for no.
    pub clear: Json,
    /// Sent along with a create that says yes, unless the input says otherwise: path → constant.
    #[serde(default)]
    pub on_create: IndexMap<String, Json>,
}

/// What a reference points to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefTarget {
    /// The variant of the target resource.
    #[serde(default)]
    pub variant: Option<String>,
    /// Whether its ids are whole numbers, and written as such.
    #[serde(default)]
    pub integer: bool,
    /// The path of the word that tells the variant, where records differ; written together with the reference.
    #[serde(default)]
    pub variant_at: Option<String>,
    /// For `variant_at`: the system's word → the variant.
    #[serde(default)]
    pub table: IndexMap<String, String>,
    /// Where the reference may be an object: the path of the id in it. A bare id is read as well; a bare id is written.
    #[serde(default)]
    pub id_at: Option<String>,
    /// For targets that are nested under a parent: the path of the parent's id in the record.
    #[serde(default)]
    pub parent_at: Option<String>,
    /// For targets that are nested under the same parent as the record itself.
    #[serde(default)]
    pub same_parent: bool,
}

/// A named, invertible converter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Converter {
    /// Text; numbers are read as their text. Empty text is empty.
    Text,
    /// A whole number, or its text.
    Integer,
    /// A text of ours that the system keeps as a whole number.
    IntegerText,
    /// An exact decimal: read from a number or a text, written as a number.
    Decimal,
    /// An exact decimal, written as a text.
    DecimalText,
    /// An exact decimal, kept as a whole number of millionths.
    Micros,
    /// An exact decimal, kept as a whole number of hundredths.
    Cents,
    /// true and false.
    Bool,
    /// 1 and 0, as numbers or texts; written as numbers.
    #[serde(rename = "bool01")]
    Bool01,
    /// 1 and 0 that mean the opposite, for example `disabled` for `active`.
    #[serde(rename = "not_bool01")]
    NotBool01,
    /// The texts `true` and `false`; other words for them are read as well.
    BoolText,
    /// A date, `YYYY-MM-DD`; a time behind it is cut off on reads.
    Date,
    /// A date kept as an instant: written as its midnight in UTC, read from the first ten characters.
    DateInstant,
    /// A date kept as its first moment in a zone that is not told beside it: read as the day whose beginning in UTC is
    /// nearest, which is right in every zone from -11 to +12; written as `YYYY-MM-DD`.
    DayStart,
    /// The same for the last moment of a date.
    DayEnd,
    /// The year of a date, as a whole number; only written.
    Year,
    /// Seconds since 1970 of a moment of that day in the system's zone; written as 12:00 UTC, which is that day in
    /// every zone from -11 to +11. Empty: null, empty text or 0.
    EpochDate,
    /// An instant in RFC 3339.
    Instant,
    /// A local time without zone, `YYYY-MM-DD HH:MM:SS[.ffffff]`, in the system's zone.
    NaiveInstant,
    /// A local time without zone and without fractions of a second, `YYYY-MM-DD HH:MM:SS`, in the system's zone.
    NaiveSecond,
    /// A local time without zone and without seconds, `YYYY-MM-DD HH:MM`, in the system's zone.
    NaiveMinute,
    /// Seconds since 1970; a fraction is read.
    EpochInstant,
    /// Milliseconds since 1970.
    EpochMillis,
    /// One word of the table.
    Enum,
    /// Several words, each told by a flag.
    Flags,
    /// The id of another record.
    Ref,
    /// Several texts: an array of texts, or of objects with the text at `item`. A single text is read as a list of one.
    TextList,
    /// The ids of other records: an array of ids, or of objects with the id at `item`. A single id is read as a list of one.
    RefList,
    /// Any JSON, as it is.
    Json,
    /// Child rows.
    Rows,
}
