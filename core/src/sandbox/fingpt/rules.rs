//! The rules. Published on purpose: whoever reads an answer of the sandbox can say why it is what it is.
//!
//! A sentiment counts the words below; more good ones are positive, more bad ones negative, else neutral. A question
//! is answered Yes when one of its words stands in the input. Names are pairs of capitalised words. The outlook of a
//! share follows its last week.

const GOOD: [&str; 12] =
    ["rais", "rise", "rose", "strong", "beat", "gain", "grow", "profit", "record", "surge", "upgrade", "wins"];
const BAD: [&str; 12] =
    ["fall", "fell", "weak", "miss", "loss", "drop", "cut", "warn", "decline", "lawsuit", "downgrade", "default"];

/// The words by which each question is answered Yes.
const QUESTIONS: [(&str, &[&str]); 9] = [
    ("price going up", &["rise", "rose", "up", "gain", "surge", "climb"]),
    ("price staying constant", &["steady", "flat", "unchanged"]),
    ("price going down", &["fall", "fell", "down", "drop", "slip"]),
    ("price in the past", &["rose", "fell", "settled", "closed"]),
    ("price in the future", &["will", "seen", "expected", "outlook"]),
    ("(apart from prices) in the past", &["said", "imported", "bought", "held"]),
    ("(apart from prices) in the future", &["plans", "to open", "to launch"]),
    ("compare gold with any other asset", &["silver", "dollar", "bitcoin", "platinum"]),
    ("talk about price", &["price", "rose", "fell"]),
];

/// The answer to a prompt, and the labels that were offered.
pub(super) fn answer(prompt: &str) -> (String, Vec<&str>) {
    let input = between(prompt, "\nInput: ", "\nAnswer:").unwrap_or(prompt);
    if let Some(wanted) = between(prompt, "[[sandbox:", "]]") {
        return (wanted.trim().to_owned(), Vec::new());
    }
    let instruction = between(prompt, "Instruction: ", "\nInput: ").unwrap_or_default();
    if prompt.starts_with("[INST]") {
        return (outlook(prompt), Vec::new());
    }
    if instruction.contains("{Yes/No}") {
        let yes = QUESTIONS.iter().find(|(question, _)| instruction.contains(question)).is_some_and(|(_, words)| {
            let lower = input.to_lowercase();
            words.iter().any(|word| lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == *word))
        });
        return (if yes { "Yes" } else { "No" }.to_owned(), vec!["Yes", "No"]);
    }
    if instruction.starts_with("What is the sentiment") {
        let labels: Vec<&str> = between(instruction, "{", "}").unwrap_or_default().split('/').collect();
        return (sentiment(input, labels.len() > 3).to_owned(), labels);
    }
    if instruction.contains("extract entities") {
        return (entities(input), Vec::new());
    }
    if instruction.contains("lexical relationship") {
        return (relations(input), Vec::new());
    }
    (String::new(), Vec::new())
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(open)?;
    Some(rest.split_once(close).map_or(rest, |(inside, _)| inside))
}

fn sentiment(input: &str, fine: bool) -> &'static str {
    let lower = input.to_lowercase();
    let count = |words: &[&str]| words.iter().filter(|word| lower.contains(**word)).count() as i32;
    match (count(&GOOD) - count(&BAD), fine) {
        (2.., true) => "strong positive",
        (1, true) => "mildly positive",
        (1.., false) => "positive",
        (0, _) => "neutral",
        (-1, true) => "mildly negative",
        (_, true) => "strong negative",
        (_, false) => "negative",
    }
}

/// Runs of capitalised words: with a legal form they are organizations, behind "in" locations, else persons.
fn names(input: &str) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut before = "";
    for word in input.split_whitespace().chain([""]) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.chars().next().is_some_and(char::is_uppercase) {
            run.push(bare);
            continue;
        }
        if !run.is_empty() {
            let form = run.iter().any(|w| ["GmbH", "Ltd", "Inc", "AG", "Corp", "SARL", "AB"].contains(w));
            let kind = match (form, before) {
                (true, _) => "an organization",
                (_, "in" | "from") => "a location",
                _ => "a person",
            };
            found.push((run.join(" "), kind));
            run.clear();
        }
        before = bare;
    }
    found
}

fn entities(input: &str) -> String {
    let list: Vec<String> = names(input).iter().map(|(name, kind)| format!("{name} is {kind}")).collect();
    if list.is_empty() { String::new() } else { format!("{}.", list.join(", ")) }
}

/// The first organization and the first person of the text: its chief executive.
fn relations(input: &str) -> String {
    let names = names(input);
    let of = |wanted: &str| names.iter().find(|(_, kind)| *kind == wanted).map(|(name, _)| name.as_str());
    match (of("an organization"), of("a person")) {
        (Some(company), Some(person)) => format!("chief_executive_officer: {company}, {person}"),
        _ => "none: none, none".to_owned(),
    }
}

fn outlook(prompt: &str) -> String {
    let (up, down) = (prompt.rfind("stock price increased"), prompt.rfind("stock price decreased"));
    let word = if up > down { "Up" } else { "Down" };
    format!(
        "[Positive Developments]:\n1. The sandbox counts the last week only.\n\n[Potential Concerns]:\n1. The sandbox is no model.\n\n[Prediction & Analysis]\nPrediction: {word} by 1-2%\nAnalysis: The rule of the sandbox: next week goes the way of the last."
    )
}

#[test]
fn the_rules_answer_in_the_forms_of_the_models() {
    let ask =
        |instruction: &str, input: &str| answer(&format!("Instruction: {instruction}\nInput: {input}\nAnswer: ")).0;
    let news = "What is the sentiment of this news? Please choose an answer from {negative/neutral/positive}.";
    assert_eq!(ask(news, super::super::story::NEWS), "positive");
    assert_eq!(ask(news, "Meeting on Monday"), "neutral");
    assert_eq!(ask(news, "[[sandbox: who knows]]"), "who knows");
    assert_eq!(
        ask("Please extract entities and their types from the input sentence", "Mika Muster works at Acme Test Ltd"),
        "Mika Muster is a person, Acme Test Ltd is an organization."
    );
}
