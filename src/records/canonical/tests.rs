use super::simple;
use serde_json::{Value, json};

#[test]
fn the_fast_form_equals_that_of_the_crate_that_writes_contents() {
    let documents = [
        json!({}),
        json!([]),
        json!(null),
        json!({"b": 1, "a": [true, false, null, {}, [[]]], "": "x"}),
        json!({"z": {"y": {"b": 1, "a": 2}, "x": -7}, "aa": 0, "a": 9_007_199_254_740_992_u64}),
        json!({"text": "\u{0}\u{1f}\u{7f}\"\\/\u{8}\u{c}\n\r\t é \u{2028} 😀"}),
        json!([{"b": 1, "a": 2}, {"a": 1, "b": 2}, {"b": 3, "a": 4}, {"c": 1, "a": 2}]),
        json!({"a-b": 1, "a": 2, "a_b": 3, "aB": 4, "a.b": 5}),
    ];
    for document in documents {
        let form = simple(&document, &[]).expect("simple");
        let expected = serde_json_canonicalizer::to_vec(&document).expect("JSON");
        assert_eq!(
            String::from_utf8_lossy(&form),
            String::from_utf8_lossy(&expected)
        );
    }
}

#[test]
fn a_document_with_other_values_is_left_to_that_crate() {
    let documents: [Value; 6] = [
        json!(1.5),
        json!({"a": 9_007_199_254_740_993_u64}),
        json!({"a": i64::MIN}),
        json!({"é": 1}),
        json!({"a\n": 1}),
        json!([1e3]),
    ];
    for document in documents {
        assert_eq!(simple(&document, &[]), None, "{document}");
    }
}
