//! The text of a diagram (`SmartArt`): its points as a list, in the order and as deep as the diagram
//! has them. What shape they have is lost.

use std::collections::{HashMap, HashSet};

use super::model::{Block, Marker, Span};
use super::package::{Package, Relation};
use super::xml::Node;

/// Deeper points stand as deep as this.
const MAX_DEPTH: u8 = 8;

/// The diagrams that the relations of a part name, by their ids.
pub(super) fn read_all(
    package: &mut Package,
    relations: &[Relation],
) -> HashMap<String, Vec<Block>> {
    let mut all = HashMap::new();
    for relation in relations {
        if relation.kind == "diagramData"
            && let Ok(Some(root)) = package.part(&relation.target)
        {
            all.insert(relation.id.clone(), blocks(&root));
        }
    }
    all
}

/// The points of a diagram's data part that have text.
fn blocks(root: &Node) -> Vec<Block> {
    let all = || root.child("ptLst").into_iter().flat_map(Node::nodes);
    let points: HashMap<&str, &Node> = all()
        .filter_map(|point| Some((point.attribute("modelId")?, point)))
        .collect();
    let mut below: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
    let connections = root.child("cxnLst").into_iter().flat_map(Node::nodes);
    for connection in connections.filter(|it| matches!(it.attribute("type"), None | Some("parOf")))
    {
        let (from, to) = (
            connection.attribute("srcId"),
            connection.attribute("destId"),
        );
        if let (Some(from), Some(to)) = (from, to) {
            let order = connection
                .attribute("srcOrd")
                .and_then(|it| it.parse().ok());
            below
                .entry(from)
                .or_default()
                .push((order.unwrap_or(0), to));
        }
    }
    for points in below.values_mut() {
        points.sort_by_key(|(order, _)| *order);
    }
    let mut blocks = Vec::new();
    let mut seen = HashSet::new();
    let first = all().find(|it| it.attribute("type") == Some("doc"));
    let first = first.and_then(|it| it.attribute("modelId"));
    // What is still to be read, the next last.
    let under = |id: &str, depth: u8| {
        let points = below.get(id).map(Vec::as_slice).unwrap_or_default();
        points.iter().rev().map(move |(_, to)| (*to, depth))
    };
    let mut open: Vec<(&str, u8)> = Vec::new();
    if let Some(first) = first {
        open.extend(under(first, 0));
    }
    while let Some((id, depth)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let item = points.get(id).and_then(|point| item(point, depth));
        let next = depth + u8::from(item.is_some());
        blocks.extend(item);
        open.extend(under(id, next.min(MAX_DEPTH)));
    }
    // Points that nothing leads to.
    let is_point = |it: &&Node| matches!(it.attribute("type"), None | Some("node" | "asst"));
    let others = all().filter(is_point);
    let others = others.filter(|it| it.attribute("modelId").is_none_or(|id| !seen.contains(id)));
    blocks.extend(others.filter_map(|point| item(point, 0)));
    blocks
}

fn item(point: &Node, depth: u8) -> Option<Block> {
    let paragraphs = point.child("t")?.nodes().filter(|it| it.name == "p");
    let lines: Vec<String> = paragraphs.map(line).filter(|it| !it.is_empty()).collect();
    (!lines.is_empty()).then(|| Block::Item {
        depth,
        marker: Marker::Bullet,
        text: vec![Span {
            text: lines.join("; "),
            ..Span::default()
        }],
    })
}

fn line(paragraph: &Node) -> String {
    let mut line = String::new();
    for part in paragraph.nodes() {
        match part.name.as_str() {
            "r" | "fld" => line.push_str(&part.child("t").map(Node::text).unwrap_or_default()),
            "br" => line.push(' '),
            _ => {}
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::office::xml;

    fn point(id: &str, kind: &str, text: &str) -> String {
        format!(
            "<dgm:pt modelId=\"{id}\"{kind}><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        )
    }

    fn lines(points: &str, connections: &str) -> Vec<String> {
        let root = format!(
            "<dgm:dataModel><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{connections}</dgm:cxnLst></dgm:dataModel>"
        );
        let blocks = blocks(&xml::parse(root.as_bytes()).expect("XML"));
        let line = |block: &Block| match block {
            Block::Item { depth, text, .. } => format!("{depth} {}", text[0].text),
            other => panic!("{other:?}"),
        };
        blocks.iter().map(line).collect()
    }

    #[test]
    fn points_come_in_the_order_and_depth_of_the_diagram() {
        let points = [
            point("0", " type=\"doc\"", ""),
            point("3", "", "Call"),
            point("1", "", "Stop"),
            point("2", "", "Look"),
            point("9", " type=\"pres\"", "shown again"),
            point("7", "", "Alone"),
        ]
        .concat();
        let connections = "<dgm:cxn srcId=\"0\" destId=\"3\" srcOrd=\"1\"/>\
            <dgm:cxn srcId=\"0\" destId=\"1\" srcOrd=\"0\"/>\
            <dgm:cxn srcId=\"1\" destId=\"2\" srcOrd=\"0\"/>\
            <dgm:cxn type=\"presOf\" srcId=\"1\" destId=\"9\"/>\
            <dgm:cxn srcId=\"2\" destId=\"1\" srcOrd=\"0\"/>";
        assert_eq!(
            lines(&points, connections),
            ["0 Stop", "1 Look", "0 Call", "0 Alone"]
        );
        assert_eq!(lines(&point("1", "", "Only"), ""), ["0 Only"]);
    }
}
