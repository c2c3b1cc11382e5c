//! What the server makes of the HTML it is sent: scripts, handlers and script addresses go; several elements get a
//! common parent.

use super::errors::{Fail, Outcome};

/// The description as it is kept.
pub(crate) fn clean(html: &str) -> Outcome<String> {
    if html.is_empty() {
        return Err(Fail::overall("Invalid HTML passed"));
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let (mut depth, mut roots) = (0_u32, 0_u32);
    while let Some((before, tag)) = rest.split_once('<') {
        if depth == 0 && !before.trim().is_empty() {
            roots += 1;
        }
        out.push_str(before);
        let Some((inner, after)) = tag.split_once('>') else {
            out.push('<');
            rest = tag;
            break;
        };
        rest = after;
        let name: String = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.eq_ignore_ascii_case("script") {
            if !inner.starts_with('/') {
                rest = after.split_once("</script>").map_or("", |(_, after)| after);
            }
            continue;
        }
        let void = ["img", "br", "hr", "input"].contains(&name.as_str());
        if inner.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            roots += u32::from(depth == 0);
            depth += u32::from(!void);
        }
        out.push_str(&tidy(inner, &name));
    }
    if depth == 0 && !rest.trim().is_empty() {
        roots += 1;
    }
    out.push_str(rest);
    Ok(if roots > 1 { format!("<div>{out}</div>") } else { out })
}

/// A tag without handlers and script addresses.
fn tidy(inner: &str, name: &str) -> String {
    if inner.starts_with('/') || !inner.contains('=') {
        return format!("<{inner}>");
    }
    let mut out = format!("<{name}");
    for pair in inner[name.len()..].split_whitespace() {
        let Some((key, value)) = pair.split_once('=') else { continue };
        let value = value.trim_matches(['"', '\'']);
        if !key.starts_with("on") && !value.starts_with("javascript:") {
            out.push_str(&format!(" {key}=\"{value}\""));
        }
    }
    if name == "a" {
        out.push_str(" rel=\"noopener noreferrer\"");
    }
    out.push('>');
    out
}

/// The text without its tags.
pub(crate) fn stripped(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_description_is_cleaned_as_recorded() {
        let sent = "<h1>Ä</h1><p>Text &amp; <b>fett</b> <script>alert(1)</script> 日本 <a href=\"javascript:alert(1)\">x</a> <img src=x onerror=alert(1)></p>";
        let kept = "<div><h1>Ä</h1><p>Text &amp; <b>fett</b>  日本 <a rel=\"noopener noreferrer\">x</a> <img src=\"x\"></p></div>";
        assert_eq!(clean(sent).ok().as_deref(), Some(kept));
        assert_eq!(clean("<p>d0</p>").ok().as_deref(), Some("<p>d0</p>"));
        assert!(clean("").is_err());
    }
}
