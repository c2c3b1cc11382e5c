//! All built-in manifests, the catalogue and the templates of new ones, edited.

use bridge_tests::tests_folder;
use proptest::prelude::*;

use crate::edit::edited;
use crate::{hold::hold, manifests};

fn files(folder: &str) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(tests_folder(folder)).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|name| name == "yaml")).collect();
    files.sort();
    files.into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn manifests() {
    let folders = ["../core/adapters", "../core/catalogue", "fuzz/seeds/manifests"];
    let texts: Vec<Vec<u8>> = folders.into_iter().flat_map(files).collect();
    assert!(texts.len() > 12, "only {} texts were found", texts.len());
    // A short one is edited as often as its length allows: ten take as long as a long one, and more edits meet a word of it.
    let often = |text: &Vec<u8>| (600_000 / text.len()).clamp(1, 100);
    let texts = texts.into_iter().flat_map(|text| vec![((), text.clone()); often(&text)]).collect();
    let inputs = edited(texts).prop_map(|(_, text)| String::from_utf8_lossy(&text.0).into_owned());
    hold(1_200, 15, &inputs, |text| manifests::run(text));
}
