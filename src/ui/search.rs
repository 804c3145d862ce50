//! Finding people and titles by typing: accents, case, the order of words and how an apostrophe is
//! typed do not matter (SCREENS 2.10).

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;

/// How well something fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// One of its texts is what was typed.
    Whole,
    /// Each word that was typed begins one of its words.
    Begins,
    /// Each word that was typed is somewhere in it.
    Within,
}

/// What was typed, ready to be compared.
#[derive(Clone, Debug, Default)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// Of what was typed. Nothing typed fits everything.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self {
            words: words(typed),
        }
    }

    /// Whether nothing was typed that could be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well somebody or something with these texts fits; nothing if it does not. A number that
    /// was typed is found by its beginning: `104` finds `1042` and not `2104`.
    #[must_use]
    pub fn fit(&self, texts: &[&str]) -> Option<Fit> {
        let each: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
        if each.contains(&self.words) {
            return Some(Fit::Whole);
        }
        let all = |fits: fn(&str, &str) -> bool| {
            let is_in = |typed: &String| each.iter().flatten().any(|word| fits(word, typed));
            self.words.iter().all(is_in)
        };
        if all(|word, typed| word.starts_with(typed)) {
            return Some(Fit::Begins);
        }
        let within = |word: &str, typed: &str| {
            let is_number = typed.chars().all(char::is_numeric);
            word.starts_with(typed) || (!is_number && word.contains(typed))
        };
        all(within).then_some(Fit::Within)
    }

    /// Whether something with these texts fits at all.
    #[must_use]
    pub fn fits(&self, texts: &[&str]) -> bool {
        self.fit(texts).is_some()
    }
}

/// The words of a text as they are compared.
fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        // Most of a long roster: nothing to take apart.
        let text = text.replace(['\'', '`'], "").to_ascii_lowercase();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        return words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
    }
    let folded = text
        .nfkd()
        .filter(|c| !is_accent(*c) && !is_unseen(*c))
        .default_case_fold()
        .nfkd()
        .filter(|c| !is_accent(*c));
    let mut words = vec![String::new()];
    for c in folded {
        if is_apostrophe(c) {
            // "O’Neil" is one word, however it is typed.
            continue;
        }
        let Some(word) = words.last_mut() else { break };
        if let Some(digit) = digit(c) {
            word.push(digit);
        } else if let Some(plain) = plain(c) {
            word.push_str(plain);
        } else if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            word.push(c);
        } else if !word.is_empty() {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Marks on letters that are left out by who cannot type them: those of Latin, Greek and Cyrillic,
/// the points of Hebrew and the vowels of Arabic. Vowel signs of other scripts are letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
        | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Invisible characters: joiners, marks of direction, soft hyphens.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '‛' | 'ʹ' | 'ʽ' | '׳'
    )
}

/// The digit that stands for one of another script.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 14] = [
        '٠', '۰', '०', '০', '੦', '૦', '௦', '౦', '๐', '໐', '၀', '០', '೦', '൦',
    ];
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// How a letter is typed that is one of its own in its alphabet.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ə' => "e",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Fit, Search, words};

    fn fit(typed: &str, texts: &[&str]) -> Option<Fit> {
        Search::new(typed).fit(texts)
    }

    // SCREENS 2.10.
    #[test]
    fn accents_case_word_order_and_apostrophes_do_not_matter() {
        for (typed, name) in [
            ("jose angstrom", "Ångström José 1043"),
            ("ANGSTROM JOSÉ", "A\u{30a}ngstro\u{308}m Jose\u{301}"),
            ("ＪＯＳＥ", "José"),
            ("strasse", "Straße"),
            ("STRAẞE", "Strasse"),
            ("o'neil", "O’Neil"),
            ("oneil", "O'Neil"),
            ("o’neil", "ONeil"),
            ("jean luc", "Jean-Luc Martin"),
            ("martin jean-luc", "Jean Luc Martin"),
            ("soren", "Søren"),
            ("lukasz", "Łukasz"),
            ("nguyen van", "Nguyễn Văn 1051"),
            ("νικος", "Νίκος 1048"),
            ("ΝΙΚΟΣ", "Νίκος"),
            ("истомин", "Истомин Фёдор"),
            ("федор", "Истомин Фёдор"),
            ("محمد", "مُحَمَّد"),
            ("דוד", "דָּוִד 1052"),
            ("1043", "José ١٠٤٣"),
            ("istanbul", "İstanbul"),
            ("jose", "Jo\u{200d}se\u{ad}"),
            ("김", "김철수"),
            ("王小明", "王小明 1046"),
            ("ａ１", "A1"),
        ] {
            assert!(
                fit(typed, &[name]).is_some(),
                "{typed} {name} {:?}",
                words(name)
            );
        }
    }

    #[test]
    fn who_is_not_there_is_not_found() {
        for (typed, texts) in [
            ("zzz", &["Officer Smith", "1054"][..]),
            ("smith jones", &["Officer Smith", "1054"]),
            ("1055", &["Officer Smith", "1054"]),
            ("054", &["Officer Smith", "1054"]),
            ("शर", &["शिर", "1"]),
            ("smith 1055", &["Officer Smith", "1054"]),
        ] {
            assert_eq!(fit(typed, texts), None, "{typed}");
        }
    }

    #[test]
    fn the_best_fit_comes_first() {
        assert_eq!(fit("1042", &["Officer 1042", "1042"]), Some(Fit::Whole));
        assert_eq!(fit("officer smith", &["Officer Smith"]), Some(Fit::Whole));
        assert_eq!(fit("smi", &["Officer Smith"]), Some(Fit::Begins));
        assert_eq!(fit("mit", &["Officer Smith"]), Some(Fit::Within));
        assert!(Fit::Whole < Fit::Begins && Fit::Begins < Fit::Within);
    }

    #[test]
    fn nothing_typed_is_no_search() {
        for typed in ["", "  ", "'", "-", "\u{200d}\u{301}"] {
            assert!(Search::new(typed).is_empty(), "{typed:?}");
        }
    }
}
