//! Who may do what: roles are 20 admin, 15 member, 5 guest, in the workspace and in each project.

use super::WORKSPACE;
use super::desk::{Desk, User, text};
use super::errors::{Fail, Outcome};
use super::route::{Route, What};

pub(crate) fn permit(desk: &Desk, user: &User, route: &Route, method: &str) -> Outcome<()> {
    let reads = matches!(method, "GET" | "HEAD" | "OPTIONS");
    let allowed = match route.what {
        What::Me => true,
        _ if route.workspace != WORKSPACE => false,
        What::Projects => reads || user.role >= 15,
        What::WorkspaceMembers => user.role >= 15,
        What::Invitations | What::Invitation => user.role >= 20,
        What::Search => true,
        // The key's first part is compared as it is written; an unknown project is nobody's.
        What::ByKey => {
            let mut projects = desk.those("project", "identifier", &route.project);
            projects.next().is_some_and(|project| desk.role(text(project, "id"), &user.id).is_some())
        }
        // An unknown project itself is simply not there.
        What::Project if reads => true,
        What::Project | What::ProjectArchive => {
            user.role >= 15 && (desk.find("project", &route.project).is_none() || member(desk, route, user) >= 20)
        }
        // Recorded: these are not protected.
        What::Attachments if reads => true,
        _ if route.project.is_empty() => true,
        _ => member(desk, route, user) >= if reads { 5 } else { 15 },
    };
    if allowed { Ok(()) } else { Err(Fail::forbidden()) }
}

fn member(desk: &Desk, route: &Route, user: &User) -> i64 {
    desk.role(&route.project, &user.id).unwrap_or(0)
}
