//! Paths below `/api/v1/`: what is meant, and of which project. An id that is no UUID is an unknown page.

use super::check::uuid;
use super::kinds::{COMMENT, CYCLE, ITEM, Kind, LABEL, LINK, MODULE, STATE, STICKY};

/// What a path means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    Me,
    Projects,
    Project,
    ProjectArchive,
    Summary,
    WorkspaceMembers,
    ProjectMembers,
    ProjectMember,
    Invitations,
    Invitation,
    Search,
    ByKey,
    Records(&'static Kind),
    Record(&'static Kind),
    Activities,
    Activity,
    Attachments,
    Attachment,
    Relations,
    Intakes,
    Intake,
    /// The items of a cycle or a module.
    Links(&'static Group),
    Link(&'static Group),
    Transfer,
    Archive(&'static Group),
    Archived(&'static Group),
    Unarchive(&'static Group),
}

/// Cycles and modules: what holds items.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) kind: &'static Kind,
    /// The table of its link rows.
    pub(crate) rows: &'static str,
}

pub(crate) static CYCLES: Group = Group { kind: &CYCLE, rows: "cycle_issue" };
pub(crate) static MODULES: Group = Group { kind: &MODULE, rows: "module_issue" };

/// A path, read.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) what: What,
    pub(crate) workspace: String,
    pub(crate) project: String,
    /// The item, cycle or module that holds what is meant.
    pub(crate) parent: String,
    pub(crate) id: String,
}

/// Reads the segments after `/api/v1`.
pub(crate) fn read(parts: &[&str]) -> Option<Route> {
    let route = |what, workspace: &str, project: &str, parent: &str, id: &str| Route {
        what,
        workspace: workspace.to_owned(),
        project: project.to_owned(),
        parent: parent.to_owned(),
        id: id.to_owned(),
    };
    let ids = |list: &[&str]| list.iter().all(|id| uuid(id)).then_some(());
    match parts {
        ["users", "me"] => Some(route(What::Me, "", "", "", "")),
        ["workspaces", w, "members"] => Some(route(What::WorkspaceMembers, w, "", "", "")),
        ["workspaces", w, "invitations"] => Some(route(What::Invitations, w, "", "", "")),
        ["workspaces", w, "invitations", id] => ids(&[id]).map(|()| route(What::Invitation, w, "", "", id)),
        ["workspaces", w, "stickies"] => Some(route(What::Records(&STICKY), w, "", "", "")),
        ["workspaces", w, "stickies", id] => ids(&[id]).map(|()| route(What::Record(&STICKY), w, "", "", id)),
        ["workspaces", w, "work-items" | "issues", "search"] => Some(route(What::Search, w, "", "", "")),
        ["workspaces", w, "work-items" | "issues", key] => {
            let (project, number) = key.rsplit_once('-')?;
            number.parse::<u32>().ok()?;
            Some(route(What::ByKey, w, project, "", number))
        }
        ["workspaces", w, "projects"] => Some(route(What::Projects, w, "", "", "")),
        ["workspaces", w, "projects", p, rest @ ..] => {
            ids(&[p])?;
            let (what, parent, id) = nested(rest)?;
            Some(route(what, w, p, parent, id))
        }
        _ => None,
    }
}

/// What is below a project.
fn nested<'a>(rest: &[&'a str]) -> Option<(What, &'a str, &'a str)> {
    let ids = |list: &[&str]| list.iter().all(|id| uuid(id));
    let found = match *rest {
        [] => (What::Project, "", ""),
        ["archive"] => (What::ProjectArchive, "", ""),
        ["summary"] => (What::Summary, "", ""),
        ["members" | "project-members"] => (What::ProjectMembers, "", ""),
        ["members" | "project-members", id] => (What::ProjectMember, "", id),
        ["states"] => (What::Records(&STATE), "", ""),
        ["states", id] => (What::Record(&STATE), "", id),
        ["labels"] => (What::Records(&LABEL), "", ""),
        ["labels", id] => (What::Record(&LABEL), "", id),
        ["intake-issues"] => (What::Intakes, "", ""),
        ["intake-issues", id] => (What::Intake, "", id),
        ["cycles", ref more @ ..] => group(&CYCLES, more, "cycle-issues")?,
        ["modules", ref more @ ..] => group(&MODULES, more, "module-issues")?,
        ["archived-cycles"] => (What::Archived(&CYCLES), "", ""),
        ["archived-modules"] => (What::Archived(&MODULES), "", ""),
        ["archived-cycles", id, "unarchive"] => (What::Unarchive(&CYCLES), id, ""),
        ["archived-modules", id, "unarchive"] => (What::Unarchive(&MODULES), id, ""),
        ["work-items" | "issues"] => (What::Records(&ITEM), "", ""),
        ["work-items" | "issues", id] => (What::Record(&ITEM), "", id),
        [spelling @ ("work-items" | "issues"), item, ref more @ ..] => of_item(spelling, item, more)?,
        _ => return None,
    };
    [found.1, found.2].iter().all(|id| id.is_empty() || ids(&[id])).then_some(found)
}

fn group<'a>(group: &'static Group, more: &[&'a str], items: &str) -> Option<(What, &'a str, &'a str)> {
    Some(match *more {
        [] => (What::Records(group.kind), "", ""),
        [id] => (What::Record(group.kind), "", id),
        [id, "archive"] => (What::Archive(group), id, ""),
        [id, "transfer-issues"] if group.kind.name == "cycle" => (What::Transfer, id, ""),
        [id, sub] if sub == items => (What::Links(group), id, ""),
        [id, sub, item] if sub == items => (What::Link(group), id, item),
        _ => return None,
    })
}

fn of_item<'a>(spelling: &str, item: &'a str, more: &[&'a str]) -> Option<(What, &'a str, &'a str)> {
    let attachments = if spelling == "issues" { "issue-attachments" } else { "attachments" };
    Some(match *more {
        ["comments"] => (What::Records(&COMMENT), item, ""),
        ["comments", id] => (What::Record(&COMMENT), item, id),
        ["links"] => (What::Records(&LINK), item, ""),
        ["links", id] => (What::Record(&LINK), item, id),
        ["activities"] => (What::Activities, item, ""),
        ["activities", id] => (What::Activity, item, id),
        ["relations"] if spelling == "work-items" => (What::Relations, item, ""),
        [sub] if sub == attachments => (What::Attachments, item, ""),
        [sub, id] if sub == attachments => (What::Attachment, item, id),
        _ => return None,
    })
}
