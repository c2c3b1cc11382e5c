//! What readers stumble over.

use std::sync::LazyLock;

use bridge_tests::tests_folder;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

/// Pieces of texts and whole values: of JSON, YAML, event streams, filters, paths and addresses.
const SHORT: &[&str] = &[
    "\"",
    "\\\"",
    "'",
    "\\",
    "\0",
    "\\u0000",
    "\\ud800",
    "\\udc00",
    "\"\\ud83d\"",
    "\"\\ud83d\\ude00\"",
    "\u{feff}",
    "\u{202e}",
    "\u{85}",
    "\u{2028}",
    "Ünï😀",
    "\r\n",
    "\n\n",
    "\n",
    "\t",
    " ",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "null",
    "true",
    "false",
    "\"\"",
    "{}",
    "[]",
    "[{}]",
    "[null]",
    "0",
    "-0",
    "-1",
    "1e9",
    "1e400",
    "-1e400",
    "1e-400",
    "0.1e-99999999999",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "99999999999999999999999999999999",
    "79228162514264337593543950336",
    "0.00000000000000000000000000000000001",
    "\"1e400\"",
    "\"NaN\"",
    "\"Infinity\"",
    "\"-\"",
    "\".\"",
    "\"1,234.5\"",
    "\"0000-00-00\"",
    "\"9999-12-31T23:59:60Z\"",
    "\"-009999-01-01T00:00:00Z\"",
    "\"2026-02-30\"",
    "\"2026-03-08T02:30:00\"",
    "\"0001-01-01 00:00:00\"",
    "-62135596800",
    "253402300800",
    "\"id\"",
    "\"\\u0069d\"",
    "\"*\"",
    "\"/\"",
    "&a",
    "*a",
    "<<: *a",
    "!!binary",
    "!!str",
    "|",
    ">-",
    "- ",
    "---",
    "...",
    "#",
    "%",
    "%00",
    "%2e%2e",
    "%2f",
    "%0d%0a",
    "..",
    "/",
    "//",
    "\\\\",
    "?",
    "&",
    "=",
    ";",
    "@",
    "{id}",
    "{option.x}",
    "{",
    "data:",
    "event: a",
    "id: 1",
    "id: \0",
    "retry: 1",
    "retry: -1",
    "retry: 99999999999999999999",
    "http://",
    "https://u:p@",
    "localhost",
    "127.0.0.1",
    "0x7f.1",
    "[::1]",
    "[::ffff:10.0.0.1]",
    "169.254.169.254",
    ":0",
    ":65536",
    "/33",
    "or 1=1 --",
    "'):(t.rowid:>:'0",
    "\"}, {\"",
    "{{$user.id}}",
    "*/",
    "__proto__",
];

/// Those, and long ones: numbers beyond all types, and more brackets than readers go down.
pub(crate) static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let long = [
        "9".repeat(2_100),
        format!("0.{}1", "0".repeat(400)),
        "[".repeat(100),
        "]".repeat(100),
        format!("{}{}", "[".repeat(60), "]".repeat(60)),
        format!("{}1{}", "{\"a\":".repeat(130), "}".repeat(130)),
        "a".repeat(5_000),
    ];
    SHORT.iter().map(|token| (*token).to_owned()).chain(long).collect()
});

/// Those that are whole values: what they are put into stays well-formed.
pub(crate) static VALUES: LazyLock<Vec<String>> = LazyLock::new(|| {
    TOKENS.iter().filter(|token| serde_json::from_str::<IgnoredAny>(token).is_ok()).cloned().collect()
});

/// Ids and addresses that the cases of `tests/faults` send, from both languages.
pub(crate) fn texts() -> Vec<String> {
    let read = |name: &str| -> Json {
        serde_json::from_str(&std::fs::read_to_string(tests_folder(&format!("faults/{name}"))).unwrap()).unwrap()
    };
    let list = |list: &Json| -> Vec<String> {
        list.as_array().unwrap().iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let mut all = list(&read("c8.json")["ids"]);
    for hosts in read("c6.json").as_object().unwrap().values() {
        all.extend(list(hosts).into_iter().flat_map(|host| [format!("https://{host}/erp"), host]));
    }
    assert!(all.len() > 100, "only {} texts were found", all.len());
    all
}
