//! Recorded answers, edited, each through the map of its own entity; some through any other.

use proptest::prelude::*;

use crate::answers::{READERS, run};
use crate::edit::{LONGEST, edited};
use crate::hold::hold;
use crate::system::System;

/// Reader, whether it is a list, and the body.
type Recorded = ((u16, bool), Vec<u8>);

fn recorded() -> Vec<Recorded> {
    let mut all = Vec::new();
    for system in System::all() {
        for (kind, recordings) in system.matched().values() {
            let (Some(place), "list" | "get") = (kind.place, kind.operation.as_str()) else { continue };
            let is_reader = |one: &crate::answers::Reader| {
                one.system == system.manifest.system
                    && one.resource == place.resource
                    && one.variant.as_deref() == place.variant
            };
            let Some(reader) = READERS.iter().position(is_reader) else { continue };
            let reader = u16::try_from(reader).unwrap();
            let good = recordings.iter().filter(|one| one.response.status == 200);
            let bodies = good.map(|one| one.response.text().as_bytes()).filter(|body| body.len() <= LONGEST);
            // The same again and again teaches nothing.
            all.extend(bodies.take(12).map(|body| ((reader, kind.operation == "list"), body.to_vec())));
        }
    }
    assert!(all.len() > 500, "only {} answers were found", all.len());
    all
}

#[test]
fn answers() {
    let other = prop::option::weighted(0.1, any::<(u16, bool)>());
    let inputs = (edited(recorded()), other);
    hold(8_000, 20, &inputs, |((own, bytes), other)| {
        let (which, listed) = other.unwrap_or(*own);
        run((which, listed, &bytes.0))
    });
}
