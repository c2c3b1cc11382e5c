//! `namespaces.ts`: the modules and their resources, as properties of a tenant or of one of its connections.

use std::fmt::Write as _;

use coreflow_bridge::model::Model;

use super::super::actions;
use super::super::names::{class_name, pascal};
use super::camel;

/// The text of the file, without its header.
pub(super) fn text() -> String {
    let mut out = String::from(
        "import type { RecordEnvelope } from '../record.js'\nimport { Resource, type Scope, type RecordOptions } from '../resource.js'\nimport type {\n",
    );
    let mut names: Vec<String> = Model::all()
        .flat_map(|model| ["", "Filter", "Input"].map(|suffix| format!("{}{suffix}", model.record)))
        .collect();
    names.sort();
    for name in names {
        let _ = writeln!(out, "  {name},");
    }
    out.push_str("} from './models.js'\n");
    Model::all().for_each(|model| resource(&mut out, model));
    Model::modules().into_iter().for_each(|module| namespace(&mut out, module));
    out.push_str(
        "\n/** What a tenant and a connection share: the modules. */\nexport abstract class Namespaces {\n  \
         readonly #scope: Scope\n\n  constructor(scope: Scope) {\n    this.#scope = scope\n  }\n",
    );
    for module in Model::modules() {
        let _ = write!(
            out,
            "\n  /** The module `{module}`. */\n  get {}(): {class} {{\n    return new {class}(this.#scope)\n  }}\n",
            camel(module),
            class = module_class(module)
        );
    }
    out.push_str("}\n");
    by_path(&mut out);
    out
}

/// `accounting` → `AccountingModule`.
fn module_class(module: &str) -> String {
    format!("{}Module", pascal(module))
}

fn resource(out: &mut String, model: &Model) {
    let (record, path) = (model.record, model.path());
    let _ = write!(
        out,
        "\n/** `{path}`. {} */\nexport class {} extends Resource<{record}, {record}Input, {record}Filter> {{\n  \
         constructor(scope: Scope) {{\n    super(scope, '{path}')\n  }}\n",
        model.doc,
        class_name(model)
    );
    for action in actions::of(model) {
        let (parameter, argument) =
            if action.takes_input { ("input: Readonly<Record<string, unknown>>, ", "input") } else { ("", "null") };
        let _ = write!(
            out,
            "\n  /** {} Resolves to the record as it is afterwards. */\n  {name}(id: string, {parameter}options: \
             RecordOptions = {{}}): Promise<{record}> {{\n    return this.action(id, '{}', {argument}, options)\n  }}\n",
            action.doc,
            action.name,
            name = camel(action.name),
        );
    }
    out.push_str("}\n");
}

fn namespace(out: &mut String, module: &str) {
    let class = module_class(module);
    let _ = write!(
        out,
        "\n/** The module `{module}`: one property per resource. */\nexport class {class} {{\n  readonly #scope: Scope\n\n  \
         constructor(scope: Scope) {{\n    this.#scope = scope\n  }}\n"
    );
    for model in Model::all().filter(|model| model.module == module) {
        let _ = write!(
            out,
            "\n  /** {} */\n  get {}(): {class} {{\n    return new {class}(this.#scope)\n  }}\n",
            model.doc,
            camel(model.resource),
            class = class_name(model)
        );
    }
    out.push_str("}\n");
}

fn by_path(out: &mut String) {
    out.push_str("\nconst RESOURCES: ReadonlyMap<string, new (scope: Scope) => unknown> = new Map<string, new (scope: Scope) => unknown>([\n");
    for model in Model::all() {
        let _ = writeln!(out, "  ['{}', {}],", model.path(), class_name(model));
    }
    out.push_str(
        "])

type Fields = Readonly<Record<string, unknown>>

/** The resource of a full name; of one that has no model here, the plain operations. */
export function resourceOf(scope: Scope, path: string): Resource<RecordEnvelope, Fields, Fields> {
  const Known = RESOURCES.get(path)
  return (Known ? new Known(scope) : new Resource(scope, path)) as Resource<RecordEnvelope, Fields, Fields>
}
",
    );
}
