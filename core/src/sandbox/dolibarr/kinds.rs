//! The kinds of objects: SQL columns and messages as data, shapes from recordings (`objects.json`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};

pub(crate) type Object = Map<String, Value>;

/// How a column compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Text,
    Number,
    /// An epoch in the answer, a date text in SQL.
    Moment,
}

/// A kind of object with a route of its own.
pub(crate) struct Kind {
    pub(crate) route: &'static str,
    /// SQL column, JSON field.
    pub(crate) columns: &'static [(&'static str, &'static str, Sort)],
    pub(crate) sort: &'static str,
    pub(crate) mandatory: &'static [&'static str],
    pub(crate) missing: &'static str,
    pub(crate) missing_on_get: &'static str,
    pub(crate) create_failed: &'static str,
    pub(crate) list_failed: &'static str,
    pub(crate) deleted: &'static str,
    pub(crate) track: &'static str,
    pub(crate) changed: &'static str,
    pub(crate) created: &'static str,
    /// Fields to look one up by: `/products/ref/{ref}`.
    pub(crate) lookups: &'static [(&'static str, &'static str)],
    /// What a create without the right says after "Forbidden".
    pub(crate) no_create: &'static str,
    pub(crate) html: &'static [&'static str],
}

use Sort::{Moment, Number, Text};

pub(crate) static KINDS: [Kind; 5] = [
    Kind {
        route: "thirdparties",
        columns: &[
            ("rowid", "id", Number),
            ("nom", "name", Text),
            ("name_alias", "name_alias", Text),
            ("client", "client", Number),
            ("fournisseur", "fournisseur", Number),
            ("email", "email", Text),
            ("phone", "phone", Text),
            ("url", "url", Text),
            ("address", "address", Text),
            ("zip", "zip", Text),
            ("town", "town", Text),
            ("status", "status", Number),
            ("fk_pays", "country_id", Number),
            ("code_client", "code_client", Text),
            ("code_fournisseur", "code_fournisseur", Text),
            ("tva_intra", "tva_intra", Text),
            ("siren", "idprof1", Text),
            ("fk_stcomm", "stcomm_id", Number),
            ("ref_ext", "ref_ext", Text),
            ("note_public", "note_public", Text),
            ("note_private", "note_private", Text),
            ("datec", "date_creation", Moment),
            ("tms", "date_modification", Moment),
        ],
        sort: "t.rowid",
        mandatory: &["name"],
        missing: "Thirdparty not found",
        missing_on_get: "Thirdparty not found",
        create_failed: "Error creating thirdparty",
        list_failed: "Error when retrieve thirdparties : ",
        deleted: "Object deleted",
        track: "thi",
        changed: "date_modification",
        created: "date_creation",
        lookups: &[("email", "email"), ("barcode", "barcode")],
        no_create: "",
        html: &["note_public", "note_private"],
    },
    Kind {
        route: "products",
        columns: &[
            ("rowid", "id", Number),
            ("ref", "ref", Text),
            ("label", "label", Text),
            ("description", "description", Text),
            ("price", "price", Number),
            ("price_ttc", "price_ttc", Number),
            ("tva_tx", "tva_tx", Number),
            ("tosell", "status", Number),
            ("tobuy", "status_buy", Number),
            ("fk_product_type", "type", Number),
            ("ref_ext", "ref_ext", Text),
            ("barcode", "barcode", Text),
            ("datec", "date_creation", Moment),
            ("tms", "date_modification", Moment),
        ],
        sort: "t.ref",
        mandatory: &["ref", "label"],
        missing: "Product not found",
        missing_on_get: "Product not found",
        create_failed: "Error creating product",
        list_failed: "Error when retrieve product list : ",
        deleted: "Object deleted",
        track: "prod",
        changed: "date_modification",
        created: "date_creation",
        lookups: &[("ref", "ref"), ("ref_ext", "ref_ext"), ("barcode", "barcode")],
        no_create: "",
        html: &["description", "note_public", "note_private"],
    },
    Kind {
        route: "invoices",
        columns: &[
            ("rowid", "id", Number),
            ("ref", "ref", Text),
            ("ref_ext", "ref_ext", Text),
            ("ref_client", "ref_client", Text),
            ("fk_soc", "socid", Number),
            ("fk_projet", "fk_project", Number),
            ("type", "type", Number),
            ("datef", "date", Moment),
            ("date_lim_reglement", "date_lim_reglement", Moment),
            ("fk_statut", "status", Number),
            ("paye", "paye", Number),
            ("total_ht", "total_ht", Number),
            ("total_tva", "total_tva", Number),
            ("total_ttc", "total_ttc", Number),
            ("multicurrency_code", "multicurrency_code", Text),
            ("fk_facture_source", "fk_facture_source", Number),
            ("close_code", "close_code", Text),
            ("datec", "date_creation", Moment),
            ("tms", "date_modification", Moment),
        ],
        sort: "t.rowid",
        mandatory: &["socid"],
        missing: "Invoice not found",
        missing_on_get: "Invoice not found",
        create_failed: "Error creating invoice",
        list_failed: "Error when retrieve invoice list : ",
        deleted: "Invoice deleted",
        track: "inv",
        changed: "date_modification",
        created: "date_creation",
        lookups: &[("ref", "ref"), ("ref_ext", "ref_ext")],
        no_create: "Insuffisant rights",
        html: &["note_public", "note_private"],
    },
    Kind {
        route: "supplierinvoices",
        columns: &[
            ("rowid", "id", Number),
            ("ref", "ref", Text),
            ("ref_ext", "ref_ext", Text),
            ("ref_supplier", "ref_supplier", Text),
            ("fk_soc", "socid", Number),
            ("fk_projet", "fk_project", Number),
            ("type", "type", Number),
            ("libelle", "label", Text),
            ("datef", "date", Moment),
            ("date_lim_reglement", "date_echeance", Moment),
            ("fk_statut", "status", Number),
            ("paye", "paye", Number),
            ("total_ht", "total_ht", Number),
            ("total_tva", "total_tva", Number),
            ("total_ttc", "total_ttc", Number),
            ("multicurrency_code", "multicurrency_code", Text),
            ("datec", "datec", Moment),
            ("tms", "tms", Moment),
        ],
        sort: "t.rowid",
        mandatory: &["socid"],
        missing: "Supplier invoice not found",
        missing_on_get: "Supplier invoice not found",
        create_failed: "Error creating invoice ",
        list_failed: "Error when retrieve supplier invoice list : ",
        deleted: "Supplier invoice deleted",
        track: "sinv",
        changed: "tms",
        created: "datec",
        lookups: &[],
        no_create: "Insuffisant rights",
        html: &["note_public", "note_private"],
    },
    Kind {
        route: "projects",
        columns: &[
            ("rowid", "id", Number),
            ("ref", "ref", Text),
            ("title", "title", Text),
            ("ref_ext", "ref_ext", Text),
            ("fk_soc", "socid", Number),
            ("fk_statut", "status", Number),
            ("dateo", "date_start", Moment),
            ("datee", "date_end", Moment),
            ("budget_amount", "budget_amount", Number),
            ("usage_opportunity", "usage_opportunity", Number),
            ("fk_opp_status", "opp_status", Number),
            ("opp_amount", "opp_amount", Number),
            ("opp_percent", "opp_percent", Number),
            ("datec", "date_c", Moment),
            ("tms", "date_m", Moment),
        ],
        sort: "t.rowid",
        mandatory: &["ref", "title"],
        missing: "Project not found",
        missing_on_get: "Project with supplied id not found",
        create_failed: "Error creating project",
        list_failed: "Error when retrieve project list : ",
        deleted: "Project deleted",
        track: "proj",
        changed: "date_m",
        created: "date_c",
        lookups: &[("ref", "ref"), ("ref_ext", "ref_ext")],
        no_create: "Insuffisant rights",
        html: &["description", "note_public", "note_private"],
    },
];

/// Every kind with a route of its own.
pub(crate) fn kinds() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().chain(super::more::kinds())
}

/// How one kind of answer differs from the object as `get` shows it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct View {
    omit: Vec<String>,
    set: Object,
}

/// The full object with its defaults, a line of it, and the views.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Shape {
    pub(crate) base: Object,
    pub(crate) line: Object,
    views: BTreeMap<String, View>,
}

impl Shape {
    /// The object as a view shows it. `$` in a view stands for a value that depends on the object.
    pub(crate) fn view(&self, view: &str, kind: &Kind, object: &Object) -> Object {
        let mut out = shown(object);
        let Some(view) = self.views.get(view) else { return out };
        for field in &view.omit {
            out.remove(field);
        }
        for (field, value) in &view.set {
            let value = match (field.as_str(), value.as_str()) {
                ("trackid", Some("$")) => Value::String(format!("{}{}", kind.track, plain(&object["id"]))),
                ("socid", Some("$")) => Value::from(plain(&object["id"]).parse::<i64>().unwrap_or(0)),
                _ => value.clone(),
            };
            out.insert(field.clone(), value);
        }
        out
    }
}

/// The object without what only the server knows.
pub(crate) fn shown(object: &Object) -> Object {
    object
        .iter()
        .filter(|(name, _)| !name.starts_with('$'))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A value as text, without quotes; empty for null.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        Value::Bool(b) => u8::from(*b).to_string(),
        other => other.to_string(),
    }
}

/// All shapes and the dictionaries.
pub(crate) struct Shapes {
    shapes: BTreeMap<String, Shape>,
    pub(crate) payment_types: Value,
    pub(crate) payment_terms: Value,
}

impl Shapes {
    pub(crate) fn load() -> Result<Shapes> {
        let broken = |e: serde_json::Error| Error::unexpected(format!("the sandbox's object shapes: {e}"));
        let mut raw: BTreeMap<String, Value> = serde_json::from_str(include_str!("objects.json")).map_err(broken)?;
        let more: BTreeMap<String, Value> = serde_json::from_str(include_str!("objects_more.json")).map_err(broken)?;
        raw.extend(more);
        let payment_types = raw.remove("payment_types").unwrap_or(Value::Null);
        let payment_terms = raw.remove("payment_terms").unwrap_or(Value::Null);
        let mut shapes = BTreeMap::new();
        for (name, value) in raw {
            shapes.insert(name, serde_json::from_value(value).map_err(broken)?);
        }
        Ok(Shapes { shapes, payment_types, payment_terms })
    }

    pub(crate) fn get(&self, name: &str) -> Result<&Shape> {
        self.shapes.get(name).ok_or_else(|| Error::unexpected(format!("the sandbox has no shape {name:?}")))
    }

    pub(crate) fn of(&self, kind: &Kind) -> Shape {
        self.shapes.get(kind.route).cloned().unwrap_or_default()
    }
}
