//! A table in Markdown; one without rows is not written.

pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(head: &[&str]) -> Table {
        Table { head: head.iter().map(|cell| (*cell).to_owned()).collect(), rows: Vec::new() }
    }

    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    pub(super) fn write(&self, out: &mut String) {
        if self.rows.is_empty() {
            return;
        }
        line(out, &self.head);
        line(out, &vec!["---".to_owned(); self.head.len()]);
        self.rows.iter().for_each(|row| line(out, row));
        out.push('\n');
    }
}

fn line(out: &mut String, cells: &[String]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(&cell.replace('|', "\\|").replace('\n', " "));
        out.push(' ');
    }
    out.push_str("|\n");
}
