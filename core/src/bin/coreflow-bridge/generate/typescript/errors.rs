//! `codes.ts` and `errors.ts`: the table of codes, and one class per code.

use std::fmt::Write as _;

use coreflow_bridge::Code;

/// The text of `codes.ts`, without its header.
pub(super) fn codes() -> String {
    let mut out = String::from("/** What went wrong, as a closed set. */\nexport type Code =\n");
    for code in Code::ALL {
        let _ = writeln!(out, "  | '{code}'");
    }
    out.push_str(
        "\n/** The HTTP status of a problem response. */\nexport const STATUS: Readonly<Record<string, number>> = {\n",
    );
    for code in Code::ALL {
        let _ = writeln!(out, "  {code}: {},", code.http_status());
    }
    out.push_str("}\n\n/** What it means, for people. */\nexport const TITLE: Readonly<Record<string, string>> = {\n");
    for code in Code::ALL {
        let _ = writeln!(out, "  {code}: {},", quoted(code.description()));
    }
    out.push_str("}\n\n/** The codes where the same call may succeed later. */\nexport const RETRYABLE: ReadonlySet<string> = new Set([\n");
    for code in Code::ALL.iter().filter(|code| code.retryable()) {
        let _ = writeln!(out, "  '{code}',");
    }
    out.push_str("])\n");
    out
}

/// The text of `errors.ts`, without its header.
pub(super) fn classes() -> String {
    let mut out = String::from("import { BridgeError, type ErrorFacts } from '../error.js'\n");
    for code in Code::ALL {
        let _ = write!(
            out,
            "
/** {doc} */
export class {name} extends BridgeError<'{code}'> {{
  /** The code of all errors of this class. */
  static readonly CODE = '{code}'
  static {{
    this.prototype.name = '{name}'
  }}
  constructor(message: string, facts?: ErrorFacts) {{
    super('{code}', message, facts)
  }}
}}
",
            doc = code.description(),
            name = class_name(*code),
        );
    }
    out.push_str("\n/** Any error of the bridge; `code` tells which. */\nexport type AnyBridgeError =\n");
    for code in Code::ALL {
        let _ = writeln!(out, "  | {}", class_name(*code));
    }
    out
}

/// The text of `classes.ts`, without its header.
pub(super) fn table() -> String {
    let mut out = String::from(
        "import type { BridgeError, ErrorFacts } from '../error.js'\nimport type { Code } from './codes.js'\nimport * as errors from './errors.js'\n",
    );
    out.push_str(
        "\ntype Make<C extends Code> = new (message: string, facts?: ErrorFacts) => BridgeError<C>\n\n\
         /** The class of each code. */\nexport const CLASSES: { readonly [C in Code]: Make<C> } = {\n",
    );
    for code in Code::ALL {
        let _ = writeln!(out, "  {code}: errors.{},", class_name(*code));
    }
    out.push_str("}\n");
    out
}

/// `NotFound` → `NotFoundError`; `ConfigInvalid` → `ConfigError`, as in Python.
fn class_name(code: Code) -> String {
    let name = format!("{code:?}");
    match code {
        Code::ConfigInvalid | Code::ManifestInvalid => name.replace("Invalid", "Error"),
        _ => format!("{name}Error"),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
