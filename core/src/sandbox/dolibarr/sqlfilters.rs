//! Dolibarr's "universal search criteria": `(t.nom:like:'%x%') and (t.client:=:1)`.

use rust_decimal::Decimal;

use super::super::fold::{fold, like};

/// A parsed filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Test { column: String, operator: String, value: Operand },
}

/// The right side of a test.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Text(String),
    Number(Decimal),
    Null,
    List(Vec<Operand>),
    /// An unquoted word: the server takes it for a column.
    Column(String),
}

/// Why a filter is refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    Balance,
    Syntax,
}

const OPERATORS: [&str; 12] = ["=", "<", ">", "<=", ">=", "!=", "like", "notlike", "in", "notin", "is", "isnot"];

/// Reads a filter. An outer pair of parentheses is added, as the server does.
pub(crate) fn parse(text: &str) -> Result<Filter, Wrong> {
    let mut depth = 0_i32;
    for c in text.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            return Err(Wrong::Balance);
        }
    }
    if depth != 0 {
        return Err(Wrong::Balance);
    }
    let mut parser = Parser { rest: text.trim() };
    let filter = parser.any()?;
    if parser.rest.trim().is_empty() { Ok(filter) } else { Err(Wrong::Syntax) }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    /// `and` binds tighter than `or`, as in SQL.
    fn any(&mut self) -> Result<Filter, Wrong> {
        let mut parts = vec![self.all()?];
        while self.word("or") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::Any(parts) })
    }

    fn all(&mut self) -> Result<Filter, Wrong> {
        let mut parts = vec![self.term()?];
        while self.word("and") {
            parts.push(self.term()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::All(parts) })
    }

    fn term(&mut self) -> Result<Filter, Wrong> {
        self.rest = self.rest.trim_start();
        let inner = self.rest.strip_prefix('(').ok_or(Wrong::Syntax)?;
        if inner.trim_start().starts_with('(') {
            self.rest = inner;
            let filter = self.any()?;
            self.rest = self.rest.trim_start().strip_prefix(')').ok_or(Wrong::Syntax)?;
            return Ok(filter);
        }
        let (criterion, rest) = inner.split_once(')').ok_or(Wrong::Syntax)?;
        if criterion.contains('(') {
            // A value cannot hold a parenthesis, quoted or not.
            return Err(Wrong::Syntax);
        }
        self.rest = rest;
        test(criterion)
    }

    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let hit = rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && rest[word.len()..].starts_with([' ', '(']);
        if hit {
            self.rest = &rest[word.len()..];
        }
        hit
    }
}

fn test(criterion: &str) -> Result<Filter, Wrong> {
    let mut parts = criterion.splitn(3, ':');
    let (Some(column), Some(operator), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Wrong::Syntax);
    };
    let operator = operator.trim().to_lowercase();
    if !OPERATORS.contains(&operator.as_str()) {
        return Err(Wrong::Syntax);
    }
    let column: String =
        column.to_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || "._".contains(*c)).collect();
    let value = match operator.as_str() {
        "in" | "notin" => Operand::List(value.split(',').map(operand).collect()),
        _ => operand(value),
    };
    Ok(Filter::Test { column, operator, value })
}

fn operand(raw: &str) -> Operand {
    let raw = raw.trim();
    if let Some(inner) = raw.strip_prefix('\'') {
        // The outer quotes go, whatever is between them.
        return Operand::Text(inner.strip_suffix('\'').unwrap_or(inner).to_owned());
    }
    match raw.parse::<Decimal>() {
        Ok(number) => Operand::Number(number),
        Err(_) if raw.eq_ignore_ascii_case("null") => Operand::Null,
        Err(_) => Operand::Column(raw.to_owned()),
    }
}

/// What a column holds, for comparison.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Number(Decimal),
    Null,
}

/// Whether a row passes. `cell` gives a column's value; it must know every column (see [`columns`]).
pub(crate) fn passes(filter: &Filter, cell: &dyn Fn(&str) -> Cell) -> bool {
    match filter {
        Filter::All(parts) => parts.iter().all(|p| passes(p, cell)),
        Filter::Any(parts) => parts.iter().any(|p| passes(p, cell)),
        Filter::Test { column, operator, value } => {
            let have = cell(column);
            match operator.as_str() {
                "is" => have == Cell::Null && *value == Operand::Null,
                "isnot" => have != Cell::Null && *value == Operand::Null,
                // NULL compares with nothing.
                _ if have == Cell::Null => false,
                "in" => list(value).iter().any(|v| order(&have, v).is_eq()),
                "notin" => !list(value).iter().any(|v| order(&have, v).is_eq()),
                "like" | "notlike" => {
                    let pattern = plain(value);
                    // A quote inside is escaped twice by the server, so that nothing is found.
                    let hit = !pattern.contains('\'') && like(&shown(&have), &pattern);
                    hit == (operator == "like")
                }
                "=" => order(&have, value).is_eq(),
                "!=" => order(&have, value).is_ne(),
                "<" => order(&have, value).is_lt(),
                ">" => order(&have, value).is_gt(),
                "<=" => order(&have, value).is_le(),
                _ => order(&have, value).is_ge(),
            }
        }
    }
}

/// Every column a filter names, bare words on the right side included.
pub(crate) fn columns(filter: &Filter) -> Vec<String> {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().flat_map(columns).collect(),
        Filter::Test { column, value, .. } => {
            let words = list(value).iter().filter_map(|v| match v {
                Operand::Column(name) => Some(name.clone()),
                _ => None,
            });
            std::iter::once(column.clone()).chain(words).collect()
        }
    }
}

fn list(value: &Operand) -> &[Operand] {
    match value {
        Operand::List(items) => items,
        one => std::slice::from_ref(one),
    }
}

fn order(have: &Cell, want: &Operand) -> std::cmp::Ordering {
    match (have, want) {
        (Cell::Number(a), _) => a.cmp(&match want {
            Operand::Number(n) => *n,
            other => plain(other).parse().unwrap_or_default(),
        }),
        _ => fold(&shown(have)).cmp(&fold(&day(&plain(want)))),
    }
}

/// `YYYYMMDD` as the text MySQL compares with.
fn day(text: &str) -> String {
    match text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        true => format!("{}-{}-{} 00:00:00", &text[..4], &text[4..6], &text[6..]),
        false => text.to_owned(),
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(s) => s.clone(),
        Cell::Number(n) => n.normalize().to_string(),
        Cell::Null => String::new(),
    }
}

fn plain(value: &Operand) -> String {
    match value {
        Operand::Text(s) | Operand::Column(s) => s.clone(),
        Operand::Number(n) => n.normalize().to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(column: &str) -> Cell {
        match column {
            "t.nom" => Cell::Text("O'Brien: Söhne".into()),
            "t.client" => Cell::Number(Decimal::ONE),
            "t.tms" => Cell::Text("2026-11-23 04:12:14".into()),
            _ => Cell::Null,
        }
    }

    fn hit(text: &str) -> bool {
        passes(&parse(text).unwrap(), &row)
    }

    #[test]
    fn tests_join_and_nest() {
        assert!(hit("(t.client:=:1)"));
        assert!(hit("(t.client:=:1) and (t.nom:like:'%sohne%')"));
        assert!(hit("((t.client:=:2) or (t.client:=:1)) and (t.email:is:NULL)"));
        assert!(hit("(t.client:=:2) and (t.client:=:3) or (t.client:=:1)"));
        assert!(!hit("(t.client:=:1) and ((t.client:=:3) or (t.client:=:2))"));
        assert!(hit("(t.client:in:3,1)") && !hit("(t.client:notin:3,1)"));
        assert!(hit("(t.tms:>:'20261122')") && hit("(t.tms:>=:'2026-11-23 04:12:14')"));
    }

    #[test]
    fn quotes_are_cut_greedily_and_like_never_finds_one() {
        assert!(hit("(t.nom:=:'O'Brien: Söhne')"));
        assert!(!hit("(t.nom:like:'%O'Brien%')"));
    }

    #[test]
    fn what_the_server_refuses() {
        assert_eq!(parse("(t.nom;drop"), Err(Wrong::Balance));
        assert_eq!(parse("(t.nom:=:'Weg 1 (50%)')"), Err(Wrong::Syntax));
        for wrong in ["t.nom:=:1", "(t.nom:~:1)", "(t.nom)", "(t.nom:=:1) x (t.nom:=:1)", ""] {
            assert_eq!(parse(wrong), Err(Wrong::Syntax), "{wrong}");
        }
    }

    #[test]
    fn bare_words_are_columns() {
        assert_eq!(columns(&parse("(t.nom:=:abc)").unwrap()), ["t.nom", "abc"]);
    }
}
