//! The rows of a table and the cells in them, wherever content controls put them.

use super::{Reader, is_property};
use crate::documents::office::choice::chosen;
use crate::documents::office::model::OmittedNotice;
use crate::documents::office::tables::Cell;
use crate::documents::office::xml::Node;

/// More columns than any page has.
const MAX_SPAN: usize = 63;

impl Reader {
    pub(super) fn rows(&mut self, table: &Node) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for node in table.nodes() {
            match node.name.as_str() {
                "tr" => {
                    let properties = node.child("trPr");
                    let is = |name: &str| properties.is_some_and(|it| it.child(name).is_some());
                    if is("del") {
                        self.deleted(node);
                    } else if properties.and_then(|it| it.switch("hidden")) == Some(true) {
                        self.left.add(OmittedNotice::HiddenText);
                    } else {
                        let gap = |name: &str| {
                            let count = properties.and_then(|it| it.value(name)?.parse().ok());
                            count
                                .filter(|it| (1..=MAX_SPAN).contains(it))
                                .map(Cell::gap)
                        };
                        let mut cells: Vec<Cell> = gap("gridBefore").into_iter().collect();
                        self.cells(node, &mut cells);
                        cells.extend(gap("gridAfter"));
                        rows.push(cells);
                    }
                }
                "del" | "moveFrom" => self.deleted(node),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        rows.extend(self.rows(chosen));
                    }
                }
                name if is_property(name) => {}
                _ => rows.extend(self.rows(node)),
            }
        }
        rows
    }

    fn cells(&mut self, row: &Node, cells: &mut Vec<Cell>) {
        for node in row.nodes() {
            match node.name.as_str() {
                "tc" => {
                    let properties = node.child("tcPr");
                    if properties.is_some_and(|it| it.child("cellDel").is_some()) {
                        self.deleted(node);
                        continue;
                    }
                    let value = |name: &str| properties.and_then(|it| it.value(name));
                    let merge = |name: &str| {
                        let merged = properties.and_then(|it| it.child(name))?;
                        Some(merged.attribute("val").unwrap_or("continue") != "restart")
                    };
                    let mut blocks = Vec::new();
                    self.blocks(node, &mut blocks);
                    self.flush(&mut blocks);
                    let columns = value("gridSpan")
                        .and_then(|it| it.parse().ok())
                        .unwrap_or(1);
                    let columns = usize::clamp(columns, 1, MAX_SPAN);
                    match (merge("hMerge"), cells.last_mut()) {
                        (Some(true), Some(before)) => {
                            before.columns = (before.columns + columns).min(MAX_SPAN);
                            before.blocks.extend(blocks);
                        }
                        _ => cells.push(Cell {
                            columns,
                            is_continued: merge("vMerge") == Some(true),
                            blocks,
                        }),
                    }
                }
                "del" | "moveFrom" => self.deleted(node),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.cells(chosen, cells);
                    }
                }
                name if is_property(name) => {}
                _ => self.cells(node, cells),
            }
        }
    }
}
