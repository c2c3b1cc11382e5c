//! Manifests and catalogues of others: refused with a reason or taken, and what is taken can be told.
#![cfg_attr(fuzzing, no_main)]

use coreflow_bridge::manifest::{docs_page, load};
use coreflow_bridge::module;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|text: &str| {
    run(text);
});

/// Whether it was taken, as the one or as the other.
pub(crate) fn run(text: &str) -> bool {
    let manifest = load("fuzz", text);
    match &manifest {
        Ok(manifest) => assert!(!docs_page(manifest).is_empty()),
        Err(error) => assert!(!error.message().is_empty()),
    }
    let catalogue = module::load("fuzz", text);
    if let Err(error) = &catalogue {
        assert!(!error.message().is_empty());
    }
    manifest.is_ok() || catalogue.is_ok()
}
