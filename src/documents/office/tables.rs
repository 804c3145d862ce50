//! Tables with spans, frames and tables inside as the plain grids that Markdown has.

use super::model::{Block, Marker, Span};

/// More columns than any page has.
const MAX_COLUMNS: usize = 63;

/// A cell as a document has it.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// How many columns it takes.
    pub columns: usize,
    /// It is the lower part of the cell above.
    pub is_continued: bool,
    pub blocks: Vec<Block>,
}

impl Cell {
    /// Columns of a row before its first cell, or after its last.
    pub(super) fn gap(columns: usize) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }
}

/// A table as blocks. A frame around text, or columns side by side for the layout alone, become
/// the text in them; else it is one grid, and what spans several columns or rows is in each of
/// them, as it holds for each.
pub(super) fn flattened(rows: Vec<Vec<Cell>>) -> Vec<Block> {
    let rows: Vec<Vec<Cell>> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    if is_layout(&rows) {
        return rows
            .into_iter()
            .flatten()
            .flat_map(|cell| cell.blocks)
            .collect();
    }
    grid(&rows)
}

fn is_layout(rows: &[Vec<Cell>]) -> bool {
    let cells = || rows.iter().flatten();
    let is_heading = |block: &Block| matches!(block, Block::Heading(..));
    let is_table = |block: &Block| matches!(block, Block::Table(_));
    let filled = |row: &Vec<Cell>| row.iter().filter(|it| !it.blocks.is_empty()).count();
    let one_column = rows.iter().all(|row| filled(row) <= 1 && row.len() == 1);
    cells().filter(|it| !it.blocks.is_empty()).count() <= 1
        || cells().any(|cell| cell.blocks.len() > 1 && cell.blocks.iter().any(is_heading))
        || one_column && cells().any(|cell| cell.blocks.len() > 1)
        || rows.len() == 1
            && cells().any(|cell| cell.blocks.len() > 1 || cell.blocks.iter().any(is_table))
}

fn grid(rows: &[Vec<Cell>]) -> Vec<Block> {
    let columns_of = |row: &Vec<Cell>| row.iter().map(|it| it.columns.max(1)).sum::<usize>();
    let width = rows.iter().map(columns_of).max().unwrap_or(0);
    let width = width.min(MAX_COLUMNS);
    let mut grid: Vec<Vec<Vec<Span>>> = Vec::new();
    for row in rows {
        let mut line: Vec<Vec<Span>> = Vec::new();
        // A line over the whole width is a title between rows.
        let is_title = row.len() == 1 && row.first().is_some_and(|it| it.columns >= width);
        for cell in row {
            let above = || grid.last().and_then(|above| above.get(line.len())).cloned();
            let text = match cell.is_continued.then(above).flatten() {
                Some(above) if cell.blocks.is_empty() => above,
                _ => cell_text(&cell.blocks),
            };
            line.push(text.clone());
            for _ in 1..cell.columns.min(MAX_COLUMNS) {
                line.push(if is_title { Vec::new() } else { text.clone() });
            }
        }
        line.resize(width, Vec::new());
        grid.push(line);
    }
    let is_empty = |cell: Option<&Vec<Span>>| cell.is_none_or(Vec::is_empty);
    let mut used = width;
    while used > 1 && grid.iter().all(|line| is_empty(line.get(used - 1))) {
        used -= 1;
    }
    for line in &mut grid {
        line.truncate(used);
    }
    vec![Block::Table(grid)]
}

/// What a cell holds in one line, since a cell of Markdown has no more.
fn cell_text(blocks: &[Block]) -> Vec<Span> {
    let mut text: Vec<Span> = Vec::new();
    for block in blocks {
        if let Some(last) = text.last() {
            let is_item = matches!(block, Block::Item { .. });
            let ended = last
                .text
                .trim_end()
                .ends_with(['.', ':', ';', ',', '!', '?', '…']);
            text.push(plain(if ended || is_item { " " } else { "; " }));
        }
        match block {
            Block::Heading(_, spans) => text.extend(spans.iter().map(|span| Span {
                bold: true,
                ..span.clone()
            })),
            Block::Paragraph(spans) => text.extend(spans.iter().cloned()),
            Block::Item {
                marker, text: item, ..
            } => {
                text.push(plain(&match marker {
                    Marker::Bullet => "• ".to_owned(),
                    Marker::Number(number) => format!("{number}. "),
                    Marker::Label(label) => format!("{label} "),
                }));
                text.extend(item.iter().cloned());
            }
            Block::Table(rows) => {
                for (row, cells) in rows.iter().enumerate() {
                    if row > 0 {
                        text.push(plain("; "));
                    }
                    for (column, cell) in cells.iter().enumerate() {
                        if column > 0 {
                            text.push(plain(" | "));
                        }
                        text.extend(cell.iter().cloned());
                    }
                }
            }
        }
    }
    text
}

fn plain(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(columns: usize, text: &str) -> Cell {
        let blocks = match text {
            "" => Vec::new(),
            text => vec![Block::Paragraph(vec![plain(text)])],
        };
        Cell {
            columns,
            is_continued: false,
            blocks,
        }
    }

    fn lines(rows: Vec<Vec<Cell>>) -> Vec<String> {
        let blocks = flattened(rows);
        let [Block::Table(rows)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let words = |cell: &Vec<Span>| cell.iter().map(|it| it.text.as_str()).collect::<String>();
        let line = |row: &Vec<Vec<Span>>| row.iter().map(words).collect::<Vec<_>>().join("/");
        rows.iter().map(line).collect()
    }

    #[test]
    fn a_cell_over_columns_or_rows_holds_for_each_and_moves_nothing() {
        let below = Cell {
            is_continued: true,
            ..cell(1, "")
        };
        let rows = vec![
            vec![
                cell(1, "Paper"),
                cell(1, "Day"),
                cell(1, "Night"),
                cell(1, "Keep"),
            ],
            vec![cell(1, "I-247"), cell(2, "Not used"), cell(1, "2 years")],
            vec![below, Cell::gap(2), cell(1, "5 years")],
            vec![cell(4, "All units")],
        ];
        assert_eq!(
            lines(rows),
            [
                "Paper/Day/Night/Keep",
                "I-247/Not used/Not used/2 years",
                "I-247///5 years",
                "All units///",
            ]
        );
    }

    #[test]
    fn lists_and_tables_in_a_cell_stay_in_their_order() {
        let item = |number, text| Block::Item {
            depth: 0,
            marker: Marker::Number(number),
            text: vec![plain(text)],
        };
        let inner = Block::Table(vec![
            vec![vec![plain("a")], vec![plain("b")]],
            vec![vec![plain("c")], vec![plain("d")]],
        ]);
        let cell_of = |blocks| Cell {
            columns: 1,
            is_continued: false,
            blocks,
        };
        let rows = vec![
            vec![cell(1, "Who"), cell(1, "What")],
            vec![
                cell_of(vec![item(1, "Stop"), item(2, "Look")]),
                cell_of(vec![Block::Paragraph(vec![plain("Before")]), inner]),
            ],
        ];
        assert_eq!(
            lines(rows),
            ["Who/What", "1. Stop 2. Look/Before; a | b; c | d"]
        );
    }

    #[test]
    fn a_frame_and_columns_for_the_layout_become_what_is_in_them() {
        let heading = Block::Heading(2, vec![plain("Remember")]);
        let text = Block::Paragraph(vec![plain("Call.")]);
        let framed = Cell {
            columns: 1,
            is_continued: false,
            blocks: vec![heading.clone(), text.clone()],
        };
        let blocks = flattened(vec![vec![framed, cell(1, "")]]);
        assert_eq!(blocks, [heading, text]);
    }
}
