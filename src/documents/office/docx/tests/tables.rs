//! Tables, with whatever is in their cells.

use super::*;

#[test]
fn tables_keep_what_is_in_controls_spans_gaps_and_tables_inside() {
    let head = tr("", &["Step", "Who", "Form"]);
    let inner = tbl(&[&tr("", &["in1", "in2"]), &tr("", &["in3", "in4"])]);
    let nested = tc(
        "",
        &[para(&r("", "Before")), inner, para(&r("", "After"))].concat(),
    );
    let start = tc("<w:vMerge w:val=\"restart\"/>", "Patrol");
    let goes_on = tc("<w:vMerge/>", "<w:p/>");
    let wide = tc("<w:gridSpan w:val=\"2\"/>", "Not used");
    let rows: [(String, &str); 9] = [
        (
            tr("", &["Call", &sdt(&tc("", "Officer")), "I-247"]),
            "Call|Officer|I-247",
        ),
        (
            tr("", &["Call", &tc("", &sdt(&para(&r("", "Sergeant")))), "x"]),
            "Call|Sergeant|x",
        ),
        (sdt(&tr("", &["a", "b", "c"])), "a|b|c"),
        (
            sdt(&sdt(&tr("", &["a", &sdt(&sdt(&tc("", "b"))), "c"]))),
            "a|b|c",
        ),
        (tr("", &[&wide, "2 years"]), "Not used|Not used|2 years"),
        (tr("<w:gridBefore w:val=\"2\"/>", &["only C"]), "||only C"),
        (
            tr("", &["Call", &nested, "x"]),
            "Call|Before; in1 | in2; in3 | in4; After|x",
        ),
        (
            [
                tr("", &[&start, "Stop", "x"]),
                tr("", &[&goes_on, "Report", "y"]),
            ]
            .concat(),
            "Patrol|Stop|x // Patrol|Report|y",
        ),
        (
            format!("<w:ins>{}</w:ins>", tr("", &["n", "e", "w"])),
            "n|e|w",
        ),
    ];
    for (row, shown) in rows {
        let seen = lines(&tbl(&[&head, &row]));
        assert_eq!(seen, [format!("Step|Who|Form // {shown}")], "{row}");
    }
}

#[test]
fn rows_and_cells_that_were_deleted_or_are_hidden_are_not_shown() {
    let head = tr("", &["A", "B"]);
    let deleted = tr("<w:del w:id=\"1\"/>", &["GONE", "x"]);
    let hidden = tr("<w:hidden/>", &["GONE", "x"]);
    let cell = tr("", &["c", &tc("<w:cellDel/>", "GONE"), "d"]);
    let document = of(&tbl(&[&head, &deleted, &hidden, &cell]));
    assert_eq!(lines_of(&document.blocks), ["A|B // c|d"]);
    let what: Vec<OmittedNotice> = document.left_out.iter().map(|it| it.what).collect();
    assert_eq!(
        what,
        [OmittedNotice::DeletedText, OmittedNotice::HiddenText]
    );
    assert_eq!(document.left_out[0].count, 2);
}

#[test]
fn a_frame_of_one_cell_is_what_stands_in_it() {
    let inside = [
        p("berschrift2", "Remember"),
        item("2", 0, "Read"),
        item("2", 0, "Call"),
    ]
    .concat();
    assert_eq!(
        lines(&tbl(&[&tr("", &[&tc("", &inside)])])),
        ["## Remember", "1 Read", "2 Call"]
    );
}
