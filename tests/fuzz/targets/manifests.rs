//! Manifests and catalogues of others: refused with a reason or taken, and what is taken can be told.
#![no_main]

use coreflow_bridge::manifest::{docs_page, load};
use coreflow_bridge::module;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match load("fuzz", text) {
        Ok(manifest) => assert!(!docs_page(&manifest).is_empty()),
        Err(error) => assert!(!error.message().is_empty()),
    }
    let _ = module::load("fuzz", text);
});
