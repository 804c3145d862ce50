//! Job aids on paper: each page says how old it is, in text that can be selected (CONTENT 3.3,
//! CONTENT 3.5, CONTENT 6.3).

use std::process::Command;

use muster::pack::manifest::AidKind;

use crate::each;

/// What every page says somewhere. Cards for one tap are shown alone on the wall, where the banner
/// of the module says it; on paper they say it in a smaller line.
const EVERY_PAGE: [&str; 2] = ["since 2012", "not legal advice"];

/// The text of each page.
fn pages(file: &std::path::Path) -> Vec<String> {
    let printed = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-layout"])
        .arg(file)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    assert!(printed.status.success(), "{}: {printed:?}", file.display());
    let text = String::from_utf8_lossy(&printed.stdout).into_owned();
    // Each page ends with a form feed.
    let mut pages: Vec<String> = text.split('\x0c').map(str::to_owned).collect();
    pages.pop();
    pages
}

#[test]
fn every_page_of_a_job_aid_says_what_changed_since_2012_and_that_it_is_not_legal_advice() {
    each(|pack, complaints| {
        let aids = pack.manifest.modules.iter().flat_map(|it| &it.job_aids);
        for aid in aids.filter(|aid| aid.kind == AidKind::Pdf) {
            let pages = pages(&pack.folder.join(aid.path.as_str()));
            if pages.is_empty() {
                complaints.push(format!("{} has no page", aid.path));
            }
            for (page, n) in pages.iter().zip(1..) {
                let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
                let words = words.to_lowercase();
                for wanted in EVERY_PAGE.iter().filter(|it| !words.contains(**it)) {
                    let start: String = words.chars().take(60).collect();
                    complaints.push(format!(
                        "{} page {n} does not say “{wanted}”: {start}",
                        aid.path
                    ));
                }
            }
        }
    });
}
