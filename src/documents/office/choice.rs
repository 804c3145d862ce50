//! Which of several ways to say the same a document means for a reader of today.

use super::xml::Node;

/// Extensions of Word, PowerPoint and drawings whose text is where it always was.
const KNOWN: [&str; 29] = [
    "wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cid", "w16cex", "w16du",
    "w16sdtdh", "a14", "a16", "pic14", "c14", "cx", "cx1", "cx2", "cx4", "dgm14", "m", "p14",
    "p15", "p16", "v", "o", "am3d",
];

/// What of an `AlternateContent` holds: the first choice that needs nothing unknown and holds
/// anything, else what is there for older readers.
pub(super) fn chosen(node: &Node) -> Option<&Node> {
    let is_known = |choice: &&Node| {
        let needed = choice.attribute("Requires").unwrap_or_default();
        needed.split_whitespace().all(|it| KNOWN.contains(&it))
    };
    let mut choices = node.nodes().filter(|it| it.name == "Choice");
    let choice = choices.find(|it| is_known(it) && it.nodes().next().is_some());
    choice
        .or_else(|| node.child("Fallback"))
        .or_else(|| node.child("Choice"))
}
