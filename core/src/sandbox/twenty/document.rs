//! GraphQL documents, as far as they are needed: one operation, its root fields, their arguments and selections.

use serde_json::{Map, Value};

/// Stands for a variable that was not given, so that messages can say `undefined`.
pub(crate) const UNDEFINED: &str = "\u{0}undefined";

/// One field of a selection.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) alias: Option<String>,
    pub(crate) name: String,
    pub(crate) args: Map<String, Value>,
    pub(crate) fields: Vec<Field>,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Field {
    /// The member under which the answer stands.
    pub(crate) fn key(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }

    /// The selected field of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

/// A parsed document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) mutation: bool,
    pub(crate) roots: Vec<Field>,
}

/// What stands where something else was expected.
#[derive(Clone, Debug)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Punct(char),
    Spread,
    Number(String),
    Text(String),
    End,
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Name(name) => format!("Name \"{name}\""),
            Token::Punct(c) => format!("\"{c}\""),
            Token::Spread => "\"...\"".into(),
            Token::Number(n) => format!("Int \"{n}\""),
            Token::Text(t) => format!("String \"{t}\""),
            Token::End => "<EOF>".into(),
        }
    }
}

/// Reads a document and fills its variables in.
pub(crate) fn parse(text: &str, variables: &Map<String, Value>) -> Result<Document, SyntaxError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, at: 0, variables, defaults: Map::new() };
    parser.document()
}

fn tokens(text: &str) -> Result<Vec<(Token, usize, usize)>, SyntaxError> {
    let chars: Vec<char> = text.chars().collect();
    let (mut at, mut line, mut start) = (0, 1, 0);
    let mut out = Vec::new();
    while at < chars.len() {
        let (c, column) = (chars[at], at - start + 1);
        match c {
            '\n' => (line, start) = (line + 1, at + 1),
            ' ' | '\t' | '\r' | ',' | '\u{feff}' => {}
            '#' => {
                while at + 1 < chars.len() && chars[at + 1] != '\n' {
                    at += 1;
                }
            }
            '.' if chars[at..].starts_with(&['.', '.', '.']) => {
                out.push((Token::Spread, line, column));
                at += 2;
            }
            '!' | '$' | '(' | ')' | ':' | '=' | '@' | '[' | ']' | '{' | '}' | '|' | '&' => {
                out.push((Token::Punct(c), line, column));
            }
            '"' => {
                let (value, end) = text_literal(&chars, at).ok_or_else(|| SyntaxError {
                    message: "Syntax Error: Unterminated string.".into(),
                    line,
                    column,
                })?;
                out.push((Token::Text(value), line, column));
                at = end;
            }
            c if c.is_ascii_alphabetic() || c == '_' => {
                let end = (at..chars.len()).find(|n| !(chars[*n].is_ascii_alphanumeric() || chars[*n] == '_'));
                let end = end.unwrap_or(chars.len());
                out.push((Token::Name(chars[at..end].iter().collect()), line, column));
                at = end - 1;
            }
            c if c.is_ascii_digit() || c == '-' => {
                let inside = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
                let end = (at..chars.len()).find(|n| !inside(chars[*n])).unwrap_or(chars.len());
                out.push((Token::Number(chars[at..end].iter().collect()), line, column));
                at = end - 1;
            }
            other => {
                let message = format!("Syntax Error: Unexpected character: \"{other}\".");
                return Err(SyntaxError { message, line, column });
            }
        }
        at += 1;
    }
    out.push((Token::End, line, chars.len() - start + 1));
    Ok(out)
}

/// The text that begins at a quotation mark, and where it ends.
fn text_literal(chars: &[char], from: usize) -> Option<(String, usize)> {
    let mut out = String::new();
    if chars[from..].starts_with(&['"', '"', '"']) {
        let mut at = from + 3;
        while at < chars.len() {
            if chars[at..].starts_with(&['"', '"', '"']) {
                return Some((out.trim().to_owned(), at + 2));
            }
            out.push(chars[at]);
            at += 1;
        }
        return None;
    }
    let mut at = from + 1;
    while at < chars.len() {
        match chars[at] {
            '"' => return Some((out, at)),
            '\n' => return None,
            '\\' => {
                at += 1;
                match chars.get(at)? {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    'b' => out.push('\u{8}'),
                    'f' => out.push('\u{c}'),
                    'u' => {
                        let hex: String = chars.get(at + 1..at + 5)?.iter().collect();
                        out.push(char::from_u32(u32::from_str_radix(&hex, 16).ok()?).unwrap_or('\u{fffd}'));
                        at += 4;
                    }
                    other => out.push(*other),
                }
            }
            c => out.push(c),
        }
        at += 1;
    }
    None
}

struct Parser<'a> {
    tokens: Vec<(Token, usize, usize)>,
    at: usize,
    variables: &'a Map<String, Value>,
    defaults: Map<String, Value>,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn is(&self, c: char) -> bool {
        *self.peek() == Token::Punct(c)
    }

    fn next(&mut self) -> Token {
        let token = self.tokens[self.at].0.clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn fail<T>(&self, expected: &str) -> Result<T, SyntaxError> {
        let (token, line, column) = &self.tokens[self.at];
        let message = match expected {
            "" => format!("Syntax Error: Unexpected {}.", token.shown()),
            what => format!("Syntax Error: Expected {what}, found {}.", token.shown()),
        };
        Err(SyntaxError { message, line: *line, column: *column })
    }

    fn take(&mut self, c: char) -> Result<(), SyntaxError> {
        if self.is(c) {
            self.next();
            return Ok(());
        }
        self.fail(&format!("\"{c}\""))
    }

    fn name(&mut self) -> Result<String, SyntaxError> {
        match self.peek().clone() {
            Token::Name(name) => {
                self.next();
                Ok(name)
            }
            _ => self.fail("Name"),
        }
    }

    fn document(&mut self) -> Result<Document, SyntaxError> {
        let mut mutation = false;
        if let Token::Name(word) = self.peek().clone() {
            if !["query", "mutation"].contains(&word.as_str()) {
                return self.fail("");
            }
            mutation = word == "mutation";
            self.next();
            if let Token::Name(_) = self.peek() {
                self.next();
            }
            if self.is('(') {
                self.declarations()?;
            }
        }
        let roots = self.selection()?;
        match self.peek() {
            Token::End => Ok(Document { mutation, roots }),
            _ => self.fail(""),
        }
    }

    fn declarations(&mut self) -> Result<(), SyntaxError> {
        self.take('(')?;
        while !self.is(')') {
            self.take('$')?;
            let name = self.name()?;
            self.take(':')?;
            self.kind()?;
            if self.is('=') {
                self.next();
                let value = self.value()?;
                self.defaults.insert(name, value);
            }
        }
        self.take(')')
    }

    fn kind(&mut self) -> Result<(), SyntaxError> {
        if self.is('[') {
            self.next();
            self.kind()?;
            self.take(']')?;
        } else {
            self.name()?;
        }
        if self.is('!') {
            self.next();
        }
        Ok(())
    }

    fn selection(&mut self) -> Result<Vec<Field>, SyntaxError> {
        self.take('{')?;
        let mut out = Vec::new();
        while !self.is('}') {
            let (_, line, column) = self.tokens[self.at];
            let mut name = self.name()?;
            let mut alias = None;
            if self.is(':') {
                self.next();
                alias = Some(std::mem::replace(&mut name, self.name()?));
            }
            let args = if self.is('(') { self.members('(', ')')? } else { Map::new() };
            let fields = if self.is('{') { self.selection()? } else { Vec::new() };
            out.push(Field { alias, name, args, fields, line, column });
        }
        if out.is_empty() {
            return self.fail("Name");
        }
        self.take('}')?;
        Ok(out)
    }

    fn members(&mut self, open: char, close: char) -> Result<Map<String, Value>, SyntaxError> {
        self.take(open)?;
        let mut out = Map::new();
        while !self.is(close) {
            let name = self.name()?;
            self.take(':')?;
            let value = self.value()?;
            // An argument whose variable was not given is not given.
            if !(open == '(' && value.as_str() == Some(UNDEFINED)) {
                out.insert(name, value);
            }
        }
        self.take(close)?;
        Ok(out)
    }

    fn value(&mut self) -> Result<Value, SyntaxError> {
        if self.is('{') {
            return Ok(Value::Object(self.members('{', '}')?));
        }
        if self.is('[') {
            self.next();
            let mut out = Vec::new();
            while !self.is(']') {
                out.push(self.value()?);
            }
            self.next();
            return Ok(Value::Array(out));
        }
        if self.is('$') {
            self.next();
            let name = self.name()?;
            let value = self.variables.get(&name).or_else(|| self.defaults.get(&name)).cloned();
            return Ok(value.unwrap_or_else(|| UNDEFINED.into()));
        }
        match self.peek().clone() {
            Token::Name(word) => {
                self.next();
                Ok(match word.as_str() {
                    "true" => true.into(),
                    "false" => false.into(),
                    "null" => Value::Null,
                    _ => word.into(),
                })
            }
            Token::Text(text) => {
                self.next();
                Ok(text.into())
            }
            Token::Number(text) => match serde_json::from_str(&text) {
                Ok(number) => {
                    self.next();
                    Ok(number)
                }
                Err(_) => self.fail(""),
            },
            _ => self.fail(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str, variables: Value) -> Result<Document, SyntaxError> {
        parse(text, variables.as_object().unwrap_or(&Map::new()))
    }

    #[test]
    fn arguments_take_variables_enums_and_literals() {
        let text = "mutation Make($d: [CompanyCreateInput!]!, $n: Int = 3) {\n  made: createCompanies(data: $d, first: $n, status: DONE, name: \"a \\\"b\\\" \\u00e4\") { id name { firstName } }\n}";
        let document = read(text, json!({"d": [{"name": "x"}]})).unwrap();
        let root = &document.roots[0];
        assert!(document.mutation);
        assert_eq!((root.key(), root.name.as_str(), root.line, root.column), ("made", "createCompanies", 2, 3));
        let expected = json!({"data": [{"name": "x"}], "first": 3, "status": "DONE", "name": "a \"b\" ä"});
        assert_eq!(Value::Object(root.args.clone()), expected);
        assert_eq!(root.child("name").unwrap().fields[0].name, "firstName");
    }

    #[test]
    fn a_missing_variable_is_no_argument_but_undefined_inside_an_object() {
        let document = read("query($a: String) {p(after: $a, filter: {id: {eq: $a}}) {id}}", json!({})).unwrap();
        assert_eq!(Value::Object(document.roots[0].args.clone()), json!({"filter": {"id": {"eq": UNDEFINED}}}));
    }

    #[test]
    fn syntax_errors_say_where() {
        let error = read("query{companies(first:1{edges}}", json!({})).unwrap_err();
        assert_eq!((error.message.as_str(), error.column), ("Syntax Error: Expected Name, found \"{\".", 24));
    }
}
