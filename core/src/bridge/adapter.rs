//! A manifest, compiled: for each resource its model, entities and maps.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use super::exchange::Holes;
use super::rates::Windows;
use crate::error::{Error, Result};
use crate::manifest::{
    AuthPlacement, CredentialKind, Effect, Entity, FilterSpec, Manifest, Operation, Page, PageKind, Resource, SortSpec,
};
use crate::mapping::{Mapping, Typed};
use crate::model::{ATTACHMENT, Model};

/// A compiled manifest.
#[derive(Debug)]
pub(super) struct Adapter {
    pub(super) manifest: Arc<Manifest>,
    pub(super) system: Arc<str>,
    /// Where the credentials of a kind go.
    pub(super) placements: BTreeMap<CredentialKind, Arc<AuthPlacement>>,
    /// In what the system counts requests.
    pub(super) windows: Arc<Windows>,
    resources: HashMap<String, ResourcePlan>,
}

/// A resource of a system.
#[derive(Debug)]
pub(super) struct ResourcePlan {
    /// The field that tells the entities apart.
    pub(super) by: Option<String>,
    pub(super) entities: Vec<Arc<EntityPlan>>,
}

/// An entity, with everything that a call needs.
#[derive(Debug)]
pub(super) struct EntityPlan {
    pub(super) resource: String,
    pub(super) variant: Option<String>,
    pub(super) entity: Entity,
    pub(super) mapping: Mapping,
    /// How its lists are paged, filtered and ordered: as the system does, unless the entity says otherwise.
    pub(super) page: Page,
    pub(super) filter: FilterSpec,
    pub(super) sort: SortSpec,
    operations: IndexMap<String, Operation>,
    /// The files that hang on its records, where the system has that.
    pub(super) attachments: Option<Arc<EntityPlan>>,
    /// The selections of GraphQL documents: of lists, and of single records.
    selections: [String; 2],
}

impl Adapter {
    pub(super) fn new(manifest: Arc<Manifest>) -> Adapter {
        let plan = |(path, resource): (&String, &Resource)| {
            let model = Model::find(path)?;
            let by = match resource {
                Resource::Variants(all) => Some(all.by.clone()),
                Resource::One(_) => None,
            };
            let entities = resource.entities().into_iter().map(|(variant, entity)| {
                let mut operations = manifest.operations.clone();
                operations.extend(entity.operations.clone());
                let attachments = manifest.attachments.as_ref().filter(|_| entity.attachments.is_some()).map(|files| {
                    let files = Entity { nested: true, ..(**files).clone() };
                    let (path, own) = (format!("{path}.attachments"), files.operations.clone());
                    Arc::new(EntityPlan::new(&manifest, path, variant, &ATTACHMENT, files, own))
                });
                let plan = EntityPlan::new(&manifest, path.clone(), variant, model, entity.clone(), operations);
                Arc::new(EntityPlan { attachments, ..plan })
            });
            Some((path.clone(), ResourcePlan { by, entities: entities.collect() }))
        };
        let resources = manifest.resources.iter().filter_map(plan).collect();
        let placement = |(kind, placement): (&CredentialKind, &AuthPlacement)| (*kind, Arc::new(placement.clone()));
        Adapter {
            system: manifest.system.as_str().into(),
            placements: manifest.auth.iter().map(placement).collect(),
            windows: Arc::new(Windows::of(&manifest.limits)),
            manifest,
            resources,
        }
    }

    /// The plan of a resource.
    pub(super) fn resource(&self, path: &str) -> Result<&ResourcePlan> {
        self.resources.get(path).ok_or_else(|| {
            let known: Vec<&str> = self.manifest.resources.keys().map(String::as_str).collect();
            Error::unsupported(format!("{} has no {path:.64}; it has: {}", self.manifest.title, known.join(", ")))
        })
    }

    /// Whether the system has the resource.
    pub(super) fn has(&self, path: &str) -> bool {
        self.resources.contains_key(path)
    }
}

impl ResourcePlan {
    /// The entity of a variant.
    pub(super) fn variant(&self, variant: Option<&str>) -> Result<&Arc<EntityPlan>> {
        let found = self.entities.iter().find(|plan| plan.variant.as_deref() == variant);
        found.ok_or_else(|| {
            let known: Vec<&str> = self.entities.iter().filter_map(|plan| plan.variant.as_deref()).collect();
            let by = self.by.as_deref().unwrap_or_default();
            Error::invalid_input(format!("say which {by}: {}", known.join(" or ")))
        })
    }
}

impl EntityPlan {
    fn new(
        manifest: &Manifest,
        resource: String,
        variant: Option<&str>,
        model: &'static Model,
        entity: Entity,
        operations: IndexMap<String, Operation>,
    ) -> EntityPlan {
        let mapping = Mapping::new(model, variant, &entity);
        let mut page = entity.page.clone().unwrap_or_else(|| manifest.page.clone());
        if !entity.paged {
            page.kind = PageKind::None;
        }
        EntityPlan {
            resource,
            variant: variant.map(str::to_owned),
            selections: [mapping.selection(true, &[]), mapping.selection(false, &[])],
            mapping,
            page,
            filter: entity.filter.clone().unwrap_or_else(|| manifest.filter.clone()),
            sort: entity.sort.clone().unwrap_or_else(|| manifest.sort.clone()),
            entity,
            operations,
            attachments: None,
        }
    }

    /// The plan of one collection's records, whose fields have become known.
    pub(super) fn typed(&self, typed: Typed) -> EntityPlan {
        let entity = typed.entity(&self.entity);
        let mapping = Mapping::new(self.mapping.model, self.variant.as_deref(), &entity).with_types(&Arc::new(typed));
        EntityPlan {
            resource: self.resource.clone(),
            variant: self.variant.clone(),
            entity,
            mapping,
            page: self.page.clone(),
            filter: self.filter.clone(),
            sort: self.sort.clone(),
            operations: self.operations.clone(),
            attachments: self.attachments.clone(),
            selections: self.selections.clone(),
        }
    }

    /// A shared operation, as this entity does it.
    pub(super) fn operation(&self, name: &str) -> Result<&Operation> {
        let none = |why: &str| {
            let variant = self.variant.as_deref().map(|variant| format!(" ({variant})")).unwrap_or_default();
            Error::unsupported(format!("{}{variant} cannot {name} in this system{why}", self.resource))
        };
        let operation = self.operations.get(name).ok_or_else(|| none(""))?;
        match &operation.unsupported {
            Some(why) => Err(none(&format!(": {why}"))),
            None => Ok(operation),
        }
    }

    /// A GraphQL document with the selection in its place.
    pub(super) fn document(&self, document: &str, listed: bool, more: &[String]) -> String {
        let selection = match (more, listed) {
            ([], true) => Cow::Borrowed(self.selections[0].as_str()),
            ([], false) => Cow::Borrowed(self.selections[1].as_str()),
            (more, listed) => Cow::Owned(self.mapping.selection(listed, more)),
        };
        document.replace("...fields", &selection)
    }

    /// A record's id in the system, taken apart where it holds that of its parent.
    pub(super) fn holes<'a>(&self, remote_id: &'a str) -> Result<Holes<'a>> {
        if !self.entity.nested {
            return Ok(Holes::id(remote_id));
        }
        // A collection's name has no slash, while the key of a record may be any text.
        let parts = match self.entity.discover {
            Some(_) => remote_id.split_once('/'),
            None => remote_id.rsplit_once('/'),
        };
        let (parent, id) = parts.ok_or_else(|| {
            Error::invalid_input(format!(
                "{remote_id:.120?} does not tell its parent: ids of {} hold both, like \"parent/id\"",
                self.resource
            ))
        })?;
        Ok(Holes { id: Some(id), parent: Some(parent), ..Holes::default() })
    }

    /// A named state change.
    pub(super) fn action(&self, name: &str) -> Result<&Operation> {
        let operation = self.entity.actions.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.supported_actions().collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Error::unsupported(format!("{} has no action {name:.64} in this system; it has: {known}", self.resource))
        })?;
        match &operation.unsupported {
            Some(why) => Err(Error::unsupported(format!("{} cannot {name} in this system: {why}", self.resource))),
            None => Ok(operation),
        }
    }

    pub(super) fn supported_actions(&self) -> impl Iterator<Item = &str> {
        let actions = self.entity.actions.iter();
        actions.filter(|(_, operation)| operation.unsupported.is_none()).map(|(name, _)| name.as_str())
    }

    /// Whether a shared operation is there.
    pub(super) fn supports(&self, name: &str) -> bool {
        self.operations.get(name).is_some_and(|operation| operation.unsupported.is_none())
    }
}

/// What an operation does to the system, from its name where the manifest does not say.
pub(super) fn effect(name: &str, operation: &Operation) -> Effect {
    operation.effect.unwrap_or(match name {
        "list" | "get" | "download" => Effect::Read,
        "update" | "upsert" | "delete" => Effect::Idempotent,
        _ => Effect::Unsafe,
    })
}
