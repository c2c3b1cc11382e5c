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
    let rows = member.leaves.iter().find_map(|leaf| match leaf {
        Leaf::Slot(_, Reader::Rows(rows)) => Some(&rows.root),
        _ => None,
    });
    if let Some(node) = member.inner.as_deref().or(rows) {
        braces(node, out);
    }
}

fn braces(node: &Node, out: &mut String) {
    out.push('{');
    for (key, member) in &node.members {
        select(key, member, out);
    }
    out.push('}');
}
