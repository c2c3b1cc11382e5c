//! The metadata: objects, their fields, and how they hang together. A workspace changes it while it runs.

use serde_json::{Value, json};

use super::super::random::Random;

/// A relation between two objects, seen from one side.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) many: bool,
    /// The object on the other side, by its singular name.
    pub(crate) target: String,
    /// The field there.
    pub(crate) inverse: String,
    /// The column that holds the id, on the side that has it.
    pub(crate) join: Option<String>,
    /// Whether a record goes when its target goes; else it only forgets it.
    pub(crate) cascade: bool,
}

/// A field of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) nullable: bool,
    pub(crate) unique: bool,
    pub(crate) system: bool,
    pub(crate) active: bool,
    pub(crate) default: Value,
    pub(crate) options: Value,
    pub(crate) settings: Value,
    pub(crate) relation: Option<Relation>,
    /// The objects that a morph relation may point to.
    pub(crate) morphs: Vec<String>,
}

impl Field {
    pub(crate) fn new(id: String, name: &str, kind: &str, label: &str) -> Field {
        Field {
            id,
            name: name.into(),
            kind: kind.into(),
            label: label.into(),
            nullable: true,
            unique: false,
            system: false,
            active: true,
            default: Value::Null,
            options: Value::Null,
            settings: Value::Null,
            relation: None,
            morphs: Vec::new(),
        }
    }

    /// The values of a select.
    pub(crate) fn choices(&self) -> Vec<&str> {
        self.options.as_array().into_iter().flatten().filter_map(|o| o["value"].as_str()).collect()
    }

    pub(crate) fn is_relation(&self) -> bool {
        self.relation.is_some() || self.kind == "MORPH_RELATION"
    }

    /// The columns that hold ids, each with the object it points to.
    pub(crate) fn joins(&self) -> Vec<(String, &str)> {
        if self.kind == "MORPH_RELATION" {
            return self.morphs.iter().map(|to| (format!("{}{}Id", self.name, capital(to)), to.as_str())).collect();
        }
        let relation = self.relation.as_ref();
        relation.and_then(|r| r.join.clone().map(|join| (join, r.target.as_str()))).into_iter().collect()
    }
}

/// An object.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) id: String,
    pub(crate) singular: String,
    pub(crate) plural: String,
    pub(crate) label: String,
    pub(crate) labels: String,
    pub(crate) description: Value,
    pub(crate) icon: Value,
    pub(crate) system: bool,
    pub(crate) active: bool,
    /// The field that names a record.
    pub(crate) title: String,
    /// Columns that make two records duplicates when all of a group are equal.
    pub(crate) duplicates: Vec<Vec<(String, String)>>,
    pub(crate) fields: Vec<Field>,
    pub(crate) created: String,
}

impl Object {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// The field and target behind a column that holds an id.
    pub(crate) fn join(&self, column: &str) -> Option<(&Field, String)> {
        self.fields.iter().find_map(|field| {
            let (_, target) = field.joins().into_iter().find(|(name, _)| name == column)?;
            Some((field, target.to_owned()))
        })
    }

    /// The column of a morph relation's target as it is selected: `targetCompany` → `targetCompanyId`.
    pub(crate) fn morph(&self, name: &str) -> Option<(String, String)> {
        let column = format!("{name}Id");
        let field = self.fields.iter().find(|f| f.kind == "MORPH_RELATION")?;
        field.joins().into_iter().find(|(join, _)| *join == column).map(|(join, to)| (join, to.to_owned()))
    }

    pub(crate) fn title_id(&self) -> Value {
        self.field(&self.title).map_or(Value::Null, |f| f.id.clone().into())
    }
}

/// All objects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    pub(crate) objects: Vec<Object>,
}

impl Schema {
    pub(crate) fn object(&self, singular: &str) -> Option<&Object> {
        self.objects.iter().find(|o| o.singular == singular)
    }

    pub(crate) fn by_plural(&self, plural: &str) -> Option<&Object> {
        self.objects.iter().find(|o| o.plural == plural)
    }

    pub(crate) fn by_id_mut(&mut self, id: &str) -> Option<&mut Object> {
        self.objects.iter_mut().find(|o| o.id == id)
    }

    /// The object that has a field, and the field's place in it.
    pub(crate) fn place(&self, field: &str) -> Option<(usize, usize)> {
        self.objects
            .iter()
            .enumerate()
            .find_map(|(n, object)| object.fields.iter().position(|f| f.id == field).map(|at| (n, at)))
    }

    /// Joins an object's field to another object, and gives that one its list.
    pub(crate) fn relate(&mut self, random: &mut Random, from: &str, mut field: Field, to: &str, back: (&str, &str)) {
        let cascade = field.relation.as_ref().is_some_and(|r| r.cascade);
        let join = format!("{}Id", field.name);
        let on_delete = if cascade { "CASCADE" } else { "SET_NULL" };
        field.settings = json!({"onDelete": on_delete, "relationType": "MANY_TO_ONE", "joinColumnName": join});
        field.relation =
            Some(Relation { many: false, target: to.into(), inverse: back.0.into(), join: Some(join), cascade });
        let mut list = Field::new(uuid(random), back.0, "RELATION", back.1);
        list.settings = json!({"relationType": "ONE_TO_MANY"});
        list.relation =
            Some(Relation { many: true, target: from.into(), inverse: field.name.clone(), join: None, cascade: false });
        for object in &mut self.objects {
            if object.singular == from {
                object.fields.push(field.clone());
            }
            if object.singular == to {
                object.fields.push(list.clone());
            }
        }
    }

    /// Lets notes, tasks, files and the timeline point to an object, and gives it their lists.
    pub(crate) fn let_point(&mut self, random: &mut Random, to: &str) {
        let lists: [(&str, &str, &str); 4] = [
            ("attachment", "attachments", "Attachments"),
            ("noteTarget", "noteTargets", "Notes"),
            ("taskTarget", "taskTargets", "Tasks"),
            ("timelineActivity", "timelineActivities", "Timeline Activities"),
        ];
        for (from, list, label) in lists {
            let mut points = false;
            for object in self.objects.iter_mut().filter(|o| o.singular == from) {
                for field in object.fields.iter_mut().filter(|f| f.kind == "MORPH_RELATION") {
                    if !field.morphs.iter().any(|m| m == to) {
                        field.morphs.push(to.into());
                    }
                    points = true;
                }
            }
            if !points {
                continue;
            }
            let mut field = Field::new(uuid(random), list, "RELATION", label);
            field.settings = json!({"relationType": "ONE_TO_MANY"});
            field.relation = Some(Relation {
                many: true,
                target: from.into(),
                inverse: "target".into(),
                join: None,
                cascade: false,
            });
            if let Some(object) = self.objects.iter_mut().find(|o| o.singular == to) {
                object.fields.push(field);
            }
        }
    }
}

/// The first letter upper-cased.
pub(crate) fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

/// A random (version 4) UUID.
pub(crate) fn uuid(random: &mut Random) -> String {
    let (a, b) = (random.next(), random.next());
    let b = (b & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        b >> 48,
        b & 0xffff_ffff_ffff
    )
}

/// Whether a text has the form of a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(n, c)| if [8, 13, 18, 23].contains(&n) { c == '-' } else { c.is_ascii_hexdigit() })
}
