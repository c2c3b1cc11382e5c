//! The GraphQL selection that an entity's map asks for: constant per adapter, made of the manifest's own paths.

use std::fmt;

use super::compile::Mapping;
use super::decode::{Leaf, Member, Node};
use super::read::Reader;

impl Mapping {
    /// The members that a record is read from, as a selection without its outer braces. `listed` leaves out what lists
    /// do not carry; `more` are members beside, which the caller has checked to be names.
    pub fn selection(&self, listed: bool, more: &[String]) -> String {
        let wanted = self.listed_members();
        let mut out = Fields::default();
        for (key, member) in &self.rows.root.members {
            if !listed || wanted.contains(&&**key) {
                select(key, member, &mut out);
            }
        }
        for name in more {
            out.inner(name);
        }
        for path in &self.json_members {
            out.cut(&mut path.split('.'));
        }
        out.to_string()
    }
}

/// Selected fields, each once, with what is selected inside.
#[derive(Default)]
struct Fields(Vec<(Box<str>, Fields)>);

impl Fields {
    fn inner(&mut self, key: &str) -> &mut Fields {
        let at = self.0.iter().position(|(known, _)| &**known == key).unwrap_or_else(|| {
            self.0.push((key.into(), Fields::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    fn path<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> &mut Fields {
        keys.fold(self, |fields, key| fields.inner(key))
    }

    /// Takes out what is selected inside a member.
    fn cut<'k>(&mut self, path: &mut impl Iterator<Item = &'k str>) {
        match path.next() {
            None => self.0.clear(),
            Some(key) => {
                if let Some((_, inner)) = self.0.iter_mut().find(|(known, _)| &**known == key) {
                    inner.cut(path);
                }
            }
        }
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (key, inner)) in self.0.iter().enumerate() {
            let space = if n > 0 { " " } else { "" };
            match inner.0.is_empty() {
                true => write!(f, "{space}{key}")?,
                false => write!(f, "{space}{key}{{{inner}}}")?,
            }
        }
        Ok(())
    }
}

fn select(key: &str, member: &Member, out: &mut Fields) {
    let inner = out.inner(key);
    if let Some(node) = member.inner.as_deref() {
        members(node, inner);
    }
    for leaf in &member.leaves {
        match leaf {
            Leaf::Slot(_, Reader::Rows(rows)) => members(&rows.root, inner),
            Leaf::Slot(_, Reader::Ref { id_at, .. }) => drop(inner.path(id_at.iter().map(|key| &**key))),
            Leaf::Slot(_, Reader::List(item, reader)) => {
                let of: &[Box<str>] = match &**reader {
                    Reader::Ref { id_at, .. } => id_at,
                    _ => &[],
                };
                inner.path(item.iter().chain(of).map(|key| &**key));
            }
            _ => {}
        }
    }
}

fn members(node: &Node, out: &mut Fields) {
    for (key, member) in &node.members {
        select(key, member, out);
    }
}
