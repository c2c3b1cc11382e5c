//! URLs: the pinned instance plus encoded segments. An id can never leave its segment.

use std::borrow::Cow;

use url::Url;

use crate::error::{Code, Error, Result};
use crate::manifest::{Reach, Template};
use crate::model::PageAddress;

/// Reads the URL of an instance: http or https, a host, no credentials, query or fragment.
pub fn instance_url(text: &str, base_path: &str) -> Result<Url> {
    let wrong = |why: &str| Error::new(Code::ConfigInvalid, format!("the instance is not a usable URL: {why}"));
    let mut url = Url::parse(text.trim()).map_err(|error| wrong(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("it must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it must not hold a user name or password; pass them as the credential"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("it must not hold a query or fragment"));
    }
    let path = format!("{}{base_path}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url)
}

/// Refuses ids that no system has and that would change the path: empty, dots, control characters.
pub fn check_id(id: &str) -> Result<()> {
    if id.is_empty() || id == "." || id == ".." || id.chars().any(char::is_control) || id.len() > 1024 {
        return Err(Error::invalid_input(format!(
            "{id:.64?} is not an id: it must hold 1 to 1024 bytes, no control characters, and not be . or .."
        )));
    }
    Ok(())
}

/// The URL of a path template below an instance. Each segment is encoded as a whole.
pub fn endpoint<'v>(base: &Url, path: &Template, mut value: impl FnMut(&str) -> Option<Cow<'v, str>>) -> Result<Url> {
    let mut url = base.clone();
    {
        let mut segments = url.path_segments_mut().map_err(|()| Error::unexpected("an instance without a path"))?;
        segments.pop_if_empty();
        for segment in String::from(path.clone()).split('/').filter(|segment| !segment.is_empty()) {
            let part = Template::try_from(segment.to_owned()).map_err(Error::unexpected)?;
            let mut missing = None;
            let filled = part.fill(|name| {
                let found = value(name);
                if found.is_none() {
                    missing = Some(name.to_owned());
                }
                found
            });
            let literal = part.holes().next().is_none();
            let Some(text) = filled else {
                let name = missing.unwrap_or_default();
                return Err(Error::invalid_input(format!(
                    "{} is needed for this call",
                    name.replace("option.", "option ")
                )));
            };
            // A manifest may write its own segments encoded.
            let text = match literal {
                true => percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned(),
                false => text,
            };
            // What a manifest calls its types may be a path of several segments; no other value can be.
            let parts: Vec<&str> = if segment == "{type}" { text.split('/').collect() } else { vec![&text] };
            for part in parts {
                check_id(part)?;
                segments.push(part);
            }
        }
        // A slash at the end is part of the path.
        if String::from(path.clone()).ends_with('/') {
            segments.push("");
        }
    }
    Ok(url)
}

/// An address that a system told, relative to where it was told: http or https, a host, no user, and never without the
/// encryption that `from` has; of the same origin, where the manifest wants that.
pub fn told_url(from: &Url, text: &str, reach: Reach) -> Result<Url> {
    let wrong =
        |why: &str| Error::new(Code::EgressDenied, format!("the address of the file that the system told {why}"));
    let url = from.join(text.trim()).map_err(|_| wrong("is none"))?;
    match (from.scheme(), url.scheme()) {
        (_, "https") | ("http", "http") => {}
        ("https", "http") => return Err(wrong("is not encrypted, though the instance is")),
        _ => return Err(wrong("is neither http nor https")),
    }
    if !url.username().is_empty() || url.password().is_some() || !url.has_host() {
        return Err(wrong("holds a user or no host"));
    }
    if reach == Reach::Instance && url.origin() != from.origin() {
        return Err(wrong("is on another host"));
    }
    Ok(url)
}

/// The address that people open for the records of one entity, without the id. Like [`endpoint`], and the template
/// may end in a query.
pub fn page_address<'v>(
    base: &Url,
    page: &Template,
    mut value: impl FnMut(&str) -> Option<Cow<'v, str>>,
) -> Result<PageAddress> {
    const MARK: &str = "0-id-0";
    let mut value = |name: &str| if name == "id" { Some(Cow::Borrowed(MARK)) } else { value(name) };
    let text = String::from(page.clone());
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    let template = |text: &str| Template::try_from(text.to_owned()).map_err(Error::unexpected);
    let mut url = endpoint(base, &template(path)?, &mut value)?;
    for (name, text) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if let Some(text) = template(text)?.fill(&mut value) {
            url.query_pairs_mut().append_pair(name, &text);
        }
    }
    let (before, after) = url.as_str().split_once(MARK).unwrap_or((url.as_str(), ""));
    Ok(PageAddress::new(before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_may_be_several_segments_and_an_id_never() {
        let base = instance_url("https://stock.acme.test", "/api").unwrap();
        let path = Template::try_from("/{type}/{id}/".to_owned()).unwrap();
        let at = |kind: &'static str, id: &'static str| {
            endpoint(&base, &path, |name| Some(if name == "id" { id } else { kind }.into())).unwrap().to_string()
        };
        assert_eq!(at("order/po", "5"), "https://stock.acme.test/api/order/po/5/");
        assert_eq!(at("part", "5/6"), "https://stock.acme.test/api/part/5%2F6/");
    }

    #[test]
    fn hostile_ids_stay_in_their_segment() {
        let base = instance_url("https://erp.acme.test/sub/", "/api").unwrap();
        let path = Template::try_from("/resource/{type}/{id}".to_owned()).unwrap();
        let at = |id: &str| {
            endpoint(&base, &path, |name| Some(if name == "id" { id.to_owned() } else { "A B".to_owned() }.into()))
        };
        assert_eq!(at("x").unwrap().as_str(), "https://erp.acme.test/sub/api/resource/A%20B/x");
        for id in [
            "//evil.test/x",
            "https://evil.test/",
            "../User/1",
            "%2e%2e/User",
            "a?b=c",
            "a#b",
            "a\\b",
            "Ünï/😀",
            "'; DROP",
        ] {
            let url = at(id).unwrap();
            assert_eq!(url.origin(), base.origin(), "{id}");
            assert_eq!(url.path_segments().unwrap().count(), 5, "{id}: {url}");
            assert!(url.query().is_none() && url.fragment().is_none(), "{id}: {url}");
        }
        for id in ["", ".", "..", "a\r\nb", "a\0b"] {
            assert!(at(id).is_err(), "{id:?}");
        }
    }

    #[test]
    fn told_addresses_stay_http_and_encrypted() {
        let from = Url::parse("https://crm.acme.test/rest/x").unwrap();
        for (text, expected) in [
            ("https://files.test/a?b=c", Some("https://files.test/a?b=c")),
            ("/storage/ü.txt", Some("https://crm.acme.test/storage/%C3%BC.txt")),
            ("http://files.test/a", None),
            ("file:///etc/passwd", None),
            ("https://u:p@files.test/", None),
            ("data:text/plain,x", None),
        ] {
            assert_eq!(told_url(&from, text, Reach::Elsewhere).ok().as_ref().map(Url::as_str), expected, "{text}");
        }
        let plain = Url::parse("http://127.0.0.1:1/").unwrap();
        assert!(told_url(&plain, "http://127.0.0.1:2/x", Reach::Elsewhere).is_ok());
        assert!(told_url(&plain, "http://127.0.0.1:2/x", Reach::Instance).is_err());
        assert!(told_url(&plain, "//evil.test/x", Reach::Instance).is_err());
        assert!(told_url(&plain, "/x/y", Reach::Instance).is_ok());
    }

    #[test]
    fn a_page_may_have_a_query() {
        let base = instance_url("https://doli.acme.test/", "").unwrap();
        let page = Template::try_from("/compta/card.php?facid={id}&x=1".to_owned()).unwrap();
        let link = page_address(&base, &page, |_| None).unwrap();
        let at = |id: &str| link.fill(id).to_string();
        assert_eq!(at("7"), "https://doli.acme.test/compta/card.php?facid=7&x=1");
        assert_eq!(at("7&admin=1#"), "https://doli.acme.test/compta/card.php?facid=7%26admin%3D1%23&x=1");
    }

    #[test]
    fn instances() {
        for text in ["ftp://x.test", "https://u:p@x.test", "https://x.test/?a=b", "x.test", ""] {
            let error = instance_url(text, "").unwrap_err();
            assert!(!error.to_string().contains("u:p"), "{error}");
        }
    }
}
