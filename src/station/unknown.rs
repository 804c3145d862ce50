//! Preserves fields of `station.json` that this version does not know, from another program or a
//! newer Muster, when the settings are saved (RECORDS 7.8).

use std::collections::HashMap;

use serde_json::Value;

/// Fields that Muster knows and leaves out where there is nothing in them: one that is missing now was
/// cleared.
const LEFT_OUT: [&str; 3] = ["before_gone", "former_ids", "former_names"];

/// Adds to `new` every field that `old` has and `new` does not. Parts of a list are the same ones
/// where their `id` is, or, of those without one, all that is known of them.
pub(super) fn keep(old: Value, new: &mut Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in old {
                match new.get_mut(&name) {
                    Some(known) => keep(value, known),
                    None if LEFT_OUT.contains(&name.as_str()) => {}
                    None => {
                        new.insert(name, value);
                    }
                }
            }
        }
        (Value::Array(old), Value::Array(new)) => keep_parts(old, new),
        // A text or a number was changed.
        _ => {}
    }
}

fn keep_parts(old: Vec<Value>, new: &mut [Value]) {
    let Some(known) = new.iter().find_map(Value::as_object) else {
        return;
    };
    let known: Vec<String> = known.keys().cloned().collect();
    let parts = old.into_iter().map(|part| (identity(&part, &known), part));
    let mut parts: HashMap<String, Value> = parts.collect();
    for part in new.iter_mut().filter(|part| part.is_object()) {
        if let Some(before) = parts.remove(&identity(part, &known)) {
            keep(before, part);
        }
    }
}

fn identity(part: &Value, known: &[String]) -> String {
    if let Some(id) = part.get("id") {
        return id.to_string();
    }
    let fields = known.iter().map(|name| part.get(name));
    let fields: Vec<Option<&Value>> = fields.collect();
    serde_json::to_string(&fields).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::keep;
    use serde_json::json;

    #[test]
    fn what_is_known_and_left_out_was_cleared() {
        let old = json!({"id": "1", "before_gone": {"to": null}, "former_ids": ["2"], "x": 1});
        let mut new = json!({"id": "1"});
        keep(old, &mut new);
        assert_eq!(new, json!({"id": "1", "x": 1}));
    }

    /// RECORDS 7.8.
    #[test]
    fn what_is_not_known_stays_and_what_is_known_is_as_it_was_set() {
        let old = json!({"a": 1, "x": {"deep": [1]}, "list": [1, 2], "gone": null,
            "parts": [{"id": "1", "n": "A", "x": 1}, {"id": "2", "n": "B", "x": 2}],
            "others": [{"m": "a", "d": 1, "x": 3}, {"m": "b", "d": 2, "x": 4}]});
        let mut new = json!({"a": 2, "list": [3],
            "parts": [{"id": "2", "n": "C"}, {"id": "3", "n": "D"}],
            "others": [{"m": "b", "d": 2}, {"m": "a", "d": 9}]});
        keep(old, &mut new);
        let expected = json!({"a": 2, "x": {"deep": [1]}, "list": [3], "gone": null,
            "parts": [{"id": "2", "n": "C", "x": 2}, {"id": "3", "n": "D"}],
            "others": [{"m": "b", "d": 2, "x": 4}, {"m": "a", "d": 9}]});
        assert_eq!(new, expected);
    }
}
