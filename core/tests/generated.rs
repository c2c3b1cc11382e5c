//! What is generated from the core's tables stands in the repository as it would be written now.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

#[test]
fn facades_docs_and_schemas_are_as_they_would_be_generated() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_coreflow-bridge"));
    let done = check.args(["generate", "--check"]).current_dir(root).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}`make generate` writes them anew");
}
