//! The GraphQL selection that an entity's map asks for: constant per adapter, made of the manifest's own paths.

use super::compile::Mapping;
use super::decode::{Leaf, Member, Node};
use super::read::Reader;

impl Mapping {
    /// The members that a record is read from, as a selection without its outer braces. `listed` leaves out what lists
    /// do not carry; `more` are members beside, which the caller has checked to be names.
    pub fn selection(&self, listed: bool, more: &[String]) -> String {
        let wanted = self.listed_members();
        let mut out = String::new();
        for (key, member) in &self.rows.root.members {
            if !listed || wanted.contains(&&**key) {
                select(key, member, &mut out);
            }
        }
        for name in more {
            out.push(' ');
            out.push_str(name);
        }
        out
    }
}

fn select(key: &str, member: &Member, out: &mut String) {
    if !out.is_empty() && !out.ends_with('{') {
        out.push(' ');
    }
    out.push_str(key);
    let before = out.len();
    out.push('{');
    if let Some(node) = member.inner.as_deref() {
        members(node, out);
    }
    for leaf in &member.leaves {
        match leaf {
            Leaf::Slot(_, Reader::Rows(rows)) => members(&rows.root, out),
            Leaf::Slot(_, Reader::Ref { id_at, .. }) => path(id_at.iter().map(|key| &**key), out),
            Leaf::Slot(_, Reader::List(item, reader)) => {
                let inner: &[Box<str>] = match &**reader {
                    Reader::Ref { id_at, .. } => id_at,
                    _ => &[],
                };
                path(item.iter().chain(inner).map(|key| &**key), out);
            }
            _ => {}
        }
    }
    if out.ends_with('{') {
        out.truncate(before);
    } else {
        out.push('}');
    }
}

fn members(node: &Node, out: &mut String) {
    for (key, member) in &node.members {
        select(key, member, out);
    }
}

/// A path inside a member: `a{b}`. Fields that are said twice are one in GraphQL.
fn path<'k>(keys: impl Iterator<Item = &'k str>, out: &mut String) {
    let mut depth = 0;
    for key in keys {
        if depth > 0 {
            out.push('{');
        } else if !out.ends_with('{') {
            out.push(' ');
        }
        out.push_str(key);
        depth += 1;
    }
    (1..depth).for_each(|_| out.push('}'));
}
