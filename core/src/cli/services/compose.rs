//! One compose file of several templates: names that do not meet, networks that are apart, ports only where asked.

use serde_json::{Map, Value as Json, json};

use super::lint::texts;
use super::template::Template;
use crate::error::Result;

/// The label by which the bridge finds the container of a system.
const SYSTEM: &str = "io.coreflow360.bridge.system";

/// The compose file, as far as it is made.
pub(super) struct Compose {
    name: String,
    /// Where the secrets lie, as the file says it.
    secrets_folder: String,
    services: Map<String, Json>,
    networks: Map<String, Json>,
    volumes: Map<String, Json>,
    secrets: Map<String, Json>,
}

impl Compose {
    pub(super) fn new(name: &str, secrets_folder: &str) -> Compose {
        Compose {
            name: name.to_owned(),
            secrets_folder: secrets_folder.trim_end_matches('/').to_owned(),
            services: Map::new(),
            networks: Map::new(),
            volumes: Map::new(),
            secrets: Map::new(),
        }
    }

    /// Adds a system; with a port it is bound on this host alone.
    pub(super) fn add(&mut self, template: &Template, port: Option<u16>) -> Result<()> {
        let url = template.url(port)?;
        let entry = template.entry()?;
        for (short, service) in &template.services {
            let mut made = self.service(template, short, service);
            if *short == entry.service {
                made.insert("labels".to_owned(), json!({SYSTEM: template.system}));
                if let Some(port) = port {
                    // Never another address: what listens on all of them is open to the network, and to what
                    // a packet filter of the host does not see.
                    made.insert("ports".to_owned(), json!([format!("127.0.0.1:{port}:{}", entry.port)]));
                }
            }
            let mut made = Json::Object(made);
            fill(&mut made, &url);
            self.services.insert(template.service(short), made);
        }
        self.networks.insert(template.service("inside"), json!({"internal": true}));
        self.networks.insert(template.service("outside"), json!({}));
        for volume in &template.volumes {
            self.volumes.insert(template.service(volume), json!({}));
        }
        for name in template.secrets.keys().filter(|name| is_mounted(template, name)) {
            let (name, file) = (template.secret(name), format!("{}/{}", self.secrets_folder, template.secret(name)));
            self.secrets.insert(name, json!({"file": file}));
        }
        Ok(())
    }

    /// A service under its long names.
    fn service(&self, template: &Template, short: &str, service: &Map<String, Json>) -> Map<String, Json> {
        let mut made = Map::new();
        for (word, value) in service {
            let value = match (word.as_str(), value) {
                ("depends_on", Json::Object(map)) => {
                    Json::Object(map.iter().map(|(name, how)| (template.service(name), how.clone())).collect())
                }
                ("depends_on", list) => texts(Some(list)).into_iter().map(|name| template.service(name)).collect(),
                ("env_file", list) => texts(Some(list))
                    .into_iter()
                    .map(|group| format!("{}/{}", self.secrets_folder, template.variables_file(group)))
                    .collect(),
                ("secrets", list) => {
                    let one = |name: &str| json!({"source": template.secret(name), "target": name});
                    texts(Some(list)).into_iter().map(one).collect()
                }
                ("volumes", list) => texts(Some(list)).into_iter().map(|text| template.service(text)).collect(),
                ("networks", _) => continue,
                (_, value) => value.clone(),
            };
            made.insert(word.clone(), value);
        }
        made.entry("restart").or_insert_with(|| Json::from("unless-stopped"));
        // Within its own networks a service keeps its short name.
        let alias = json!({"aliases": [short]});
        let mut networks = Map::from_iter([(template.service("inside"), alias.clone())]);
        if texts(service.get("networks")).contains(&"outside") {
            networks.insert(template.service("outside"), alias);
        }
        made.insert("networks".to_owned(), Json::Object(networks));
        made
    }

    pub(super) fn finish(self) -> Map<String, Json> {
        let mut all = Map::new();
        all.insert("name".to_owned(), Json::from(self.name));
        let parts = [
            ("services", self.services),
            ("networks", self.networks),
            ("volumes", self.volumes),
            ("secrets", self.secrets),
        ];
        all.extend(parts.into_iter().filter(|(_, part)| !part.is_empty()).map(|(k, part)| (k.to_owned(), part.into())));
        all
    }
}

/// Whether a service reads the secret's own file.
fn is_mounted(template: &Template, secret: &str) -> bool {
    template.services.values().any(|service| texts(service.get("secrets")).contains(&secret))
}

/// Puts the address where it is asked for.
fn fill(value: &mut Json, url: &str) {
    match value {
        Json::String(text) if text.contains("{{url}}") => *text = text.replace("{{url}}", url),
        Json::Array(items) => items.iter_mut().for_each(|item| fill(item, url)),
        Json::Object(map) => map.values_mut().for_each(|item| fill(item, url)),
        _ => {}
    }
}
