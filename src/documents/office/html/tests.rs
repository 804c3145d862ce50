use super::*;

fn words(spans: &[Span]) -> String {
    spans.iter().map(|it| it.text.as_str()).collect()
}

fn lines(text: &str) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Heading(level, text) => format!("{level}# {}", words(text)),
        Block::Paragraph(text) => words(text),
        Block::Item {
            depth,
            marker: Marker::Number(number),
            text,
        } => format!("{depth} {number}. {}", words(text)),
        Block::Item { depth, text, .. } => format!("{depth} • {}", words(text)),
        Block::Table(rows) => {
            let cells =
                |row: &Vec<Vec<Span>>| row.iter().map(|it| words(it)).collect::<Vec<_>>().join("/");
            rows.iter().map(cells).collect::<Vec<_>>().join(" | ")
        }
    };
    read(text).0.iter().map(line).collect()
}

#[test]
fn what_a_browser_shows_is_read_and_nothing_else() {
    for (page, expected) in [
        ("<p>One\n  two<p>Three", vec!["One two", "Three"]),
        ("<h2>A <b>b</b></h2>c", vec!["2# A b", "c"]),
        (
            "<ol start=3><li>a<li>b<ul><li>c</ul></ol>d",
            vec!["0 3. a", "0 4. b", "1 • c", "d"],
        ),
        (
            "<html><head><title>t</title><style>p > a {}</style></head><body>x<script>if (a<b) y()</script></body>",
            vec!["x"],
        ),
        ("a<!-- b --> c<br>d", vec!["a c\nd"]),
        (
            "&sect; 5 &lt; 6 &#233;&#x3a9; &nothing; AT&T",
            vec!["§ 5 < 6 éΩ &nothing; AT&T"],
        ),
        (
            "<p style='display: none'>no<p>no</p></p><p>yes<span hidden>no</span>",
            vec!["yes"],
        ),
        (
            "<table><tr><th>a<th colspan=2>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g</table>",
            vec!["a/b/b | c/d/e | c/f/g"],
        ),
        ("1 < 2 and <3", vec!["1 < 2 and <3"]),
        ("<pre>a\n  b</pre>", vec!["a\n  b"]),
        ("</td></table></li><p", vec![]),
    ] {
        assert_eq!(lines(page), expected, "{page}");
    }
}

#[test]
fn what_is_no_text_is_named_and_links_are_kept() {
    let (blocks, left) = read(
        "<a href='https://www.ice.gov/'>ICE</a> <img src=x> <video>old</video><p hidden>x</p>",
    );
    let [Block::Paragraph(text)] = blocks.as_slice() else {
        panic!("{blocks:?}");
    };
    assert_eq!(text[0].link.as_deref(), Some("https://www.ice.gov/"));
    assert_eq!(
        left,
        [
            OmittedNotice::Picture,
            OmittedNotice::Video,
            OmittedNotice::HiddenText
        ]
    );
}
