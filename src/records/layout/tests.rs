use super::{Differences, Item, make};

#[test]
fn a_new_and_a_migrated_file_differ_in_one_text_only() {
    let (new, migrated) = (make(2, 2).expect("made"), make(1, 2).expect("made"));
    let differ: Vec<&Item> = new.iter().filter(|item| !migrated.contains(item)).collect();
    assert_eq!(differ.len(), 1, "{differ:?}");
    assert_eq!(differ[0].name, "sessions");
}

#[test]
fn what_is_extra_missing_or_different_is_named() {
    let made = make(2, 2).expect("made");
    assert_eq!(Differences::between(&made, &made), Differences::default());
    let mut found = made.clone();
    let gone = found.iter().position(|item| item.name == "entries_hold");
    found.remove(gone.expect("there"));
    for item in &mut found {
        if item.name == "attendance" {
            item.sql = Some("CREATE TABLE attendance(x)".to_owned());
        }
    }
    // The same name twice.
    found.push(found[0].clone());
    found.push(Item {
        kind: "index".to_owned(),
        name: "a\u{1b}[2Jb".to_owned(),
        table: "entries".to_owned(),
        sql: None,
    });
    let differences = Differences::between(&found, &made);
    assert!(differences.of_the_record, "entries is there twice");
    assert_eq!(
        differences.describe().as_deref(),
        Some(
            "extra index a\\u{1b}[2Jb, different table entries, missing trigger entries_hold, \
             different table attendance"
        )
    );
}

#[test]
fn a_message_does_not_grow_with_a_hostile_schema() {
    let made = make(2, 2).expect("made");
    let mut found = made.clone();
    found.extend((0..200).map(|n| Item {
        kind: "view".to_owned(),
        name: format!("{n}{}", "x".repeat(150)),
        table: String::new(),
        sql: None,
    }));
    let described = Differences::between(&found, &made)
        .describe()
        .expect("some");
    assert!(described.len() < 500, "{described}");
    assert!(described.ends_with("and 195 more"), "{described}");
}
