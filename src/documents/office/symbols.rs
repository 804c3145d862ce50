//! Characters of symbol fonts, whose codes are letters or of private use, as characters that are in
//! other fonts, too.
//!
//! Of Symbol by the glyph names that Adobe publishes, of the others by what the Unicode Consortium
//! lists for them (L2/12-368). Where a wall has no glyph for the very same shape, the table has the
//! nearest that it has.

/// What a symbol font shows for a code, of which the last eight bits count. Nothing for a font that is
/// no symbol font, and for what has no character.
pub(super) fn symbol(font: &str, code: u32) -> Option<String> {
    let table = table(font)?;
    let code = usize::try_from(code & 0xFF).ok()?;
    // A club, which no text on law has, is in the place that the section sign has elsewhere.
    if std::ptr::eq(table, SYMBOL) && code == 0xA7 {
        return Some("§".to_owned());
    }
    let shown = table.chars().nth(code.checked_sub(0x20)?)?;
    match u32::from(shown) {
        0xFFFD => None,
        number @ 0x2460..=0x2469 => Some(format!("({})", number - 0x245F)),
        0x24EA => Some("(0)".to_owned()),
        _ => Some(shown.to_string()),
    }
}

/// Whether all letters of a font are symbols.
pub(super) fn is_symbol_font(font: &str) -> bool {
    table(font).is_some()
}

/// Text that is set in this font. Returns it, and how many of its characters have no other.
pub(super) fn in_font(font: Option<&str>, text: &str) -> (String, usize) {
    let mut missing = 0;
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let code = u32::from(character);
        let private = (0xF020..=0xF0FF).contains(&code);
        let font = font.filter(|font| is_symbol_font(font));
        match font {
            Some(font) if private || (0x21..=0xFF).contains(&code) => {
                if let Some(known) = symbol(font, code) {
                    out.push_str(&known);
                } else {
                    missing += 1;
                }
            }
            // Of a font that is not named, nobody knows what was seen.
            None if private => missing += 1,
            _ => out.push(character),
        }
    }
    (out, missing)
}

fn table(font: &str) -> Option<&'static str> {
    let name: String = font.chars().filter(|it| !it.is_whitespace()).collect();
    match name.to_lowercase().as_str() {
        "symbol" => Some(SYMBOL),
        "wingdings" => Some(WINGDINGS),
        "wingdings2" => Some(WINGDINGS_2),
        "wingdings3" => Some(WINGDINGS_3),
        "webdings" => Some(WEBDINGS),
        _ => None,
    }
}

/// Symbol, codes 0x20 to 0xFF; U+FFFD where it has nothing that can be written.
const SYMBOL: &str = concat!(
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩ",
    "ΞΨΖ[∴]⊥_�αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼�����������������",
    "����������������€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩",
    "∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�",
);

/// Wingdings, codes 0x20 to 0xFF; U+FFFD where it has nothing that can be written.
const WINGDINGS: &str = concat!(
    " ✏✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⏳🖮🖰🖲🖳🖴🖫🖬✇✏✏✌✏👍👎☜☞☝☞🖐☺😐☹💣🕱⚐⚐✈☼🌢❄✝✝🕈",
    "✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵⚫○◼☐☐☐☐◆⧫◆❖◆⌧▶⌘🏵🏶🙶🙷�⓪➀➁➂➃➄➅➆➇➈⑩⓪①②③④",
    "⑤⑥⑦⑧⑨⑩🙢🙠🙡🙣🙞🙜🙝🙟∙•■●○○○🞋○▪☐★★★★★★★⊕⌖⯎⯏⯑✪★🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴",
    "⮵⮶⮷■■🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦◀➢▲▼⮈⮊⮉⮋←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩↔⇳↖↗↙↘🢬🢭✗✓☒☑�",
);

/// Wingdings 2, codes 0x20 to 0xFF; U+FFFD where it has nothing that can be written.
const WINGDINGS_2: &str = concat!(
    " 🖊✏✏✏✄✀☎☎🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷●🖭🖯🖱👍👎☞☞☞☞👈👉☞☞☞☞☞☞👆👇☞☞🖑✗✓☒☑☒☒⊗⊗⊗",
    "⊘🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓪①②③④⑤⑥⑦⑧⑨⑩�☉🌕☽☾⸿✝✝🕜🕝🕞🕟🕠🕡🕢🕣🕤",
    "🕥🕦🕧■■⋅●⦁●○○○○⊙●■■◾■□□□□□▣□■◆◆◆◆◇◇◈◇◆◆◆◆◆◊◇◖◗●●■◆⬟■⬣■■■++",
    "+++++✗✗✗✗✗✗✗*****************★★★★★★★★★★★★★★★★★⯌⯍※⁂������",
);

/// Wingdings 3, codes 0x20 to 0xFF; U+FFFD where it has nothing that can be written.
const WINGDINGS_3: &str = concat!(
    " ←→↑↓↖↗↙↘←→↑↓↖↘↑↓↔↕←→↑↓↓▲▲▲▲▲▲▲▲⮐⮑⮒⮓↔▲⭾⭿←→↑↓▲▲▲▲○○⎋▶⌃⌥␣⍽",
    "⇪↑←→←→←→←→←→←→←→↑↓↖↗↙↘↔↕▲▼△▽◀▶◁▷◣◢◤◥▲▲▲�▲▲▲▲▲◀▶▲▼◀▶▲▼◀▶▲",
    "▼◀▶▲▼◀▶▲▼◀▶▲▼◀▶▲▼◀▶▲▼←→←→←→←🢜🢝🢞🢟→←→←→←→↑↓←→↑↓←→↑↓←→↑↓←→↑",
    "↓⮨⮩⮪⮫⮬⮭⮮⮯←→↑↓↖↗↙↘←→↑↓↖↗↙↘←→↑↓↖↗↙↘◀▶▲▼◀▶▲▼���������������",
);

/// Webdings, codes 0x20 to 0xFF; U+FFFD where it has nothing that can be written.
const WEBDINGS: &str = concat!(
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾/🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨",
    "🔈🎔🎕🗬/🗭🗪🗫⮔✔🚲⬜🛡📦🛱⬛🚑ℹ🛩🛰★🕴●🛥🚔→🗙❓🛲🚇🚍⛳⊘⊖🚭🗮⏐🗯⚡�🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠",
    "🛢💰🏷💳👪🗡🗢🗣★🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞●🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹🎮☎☎📟",
    "☎☎🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫🌜🌡🛋🛏🍽🍸🛎🛍●♿▲🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊",
);
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_has_a_character_for_each_code() {
        for table in [SYMBOL, WINGDINGS, WINGDINGS_2, WINGDINGS_3, WEBDINGS] {
            assert_eq!(table.chars().count(), 0x100 - 0x20);
        }
    }

    #[test]
    fn symbols_are_what_the_author_saw() {
        let known = [
            ("Wingdings", 0xF0FE, "☑"),
            ("Wingdings", 0xF0FD, "☒"),
            ("Wingdings", 0xF0A8, "☐"),
            ("Wingdings", 0xF06F, "☐"),
            ("WINGDINGS", 0xFC, "✓"),
            ("Wingdings", 0xF0A7, "▪"),
            ("Wingdings", 0xF0E0, "→"),
            ("Wingdings", 0x81, "➀"),
            ("Wingdings 2", 0x6A, "(1)"),
            ("Wingdings 2", 0xF052, "☑"),
            ("Wingdings 2", 0xF054, "☒"),
            ("Wingdings 3", 0xF022, "→"),
            ("Symbol", 0xF0B3, "≥"),
            ("Symbol", 0xF0A3, "≤"),
            ("Symbol", 0xF0B0, "°"),
            ("Symbol", 0xF0A7, "§"),
            ("Symbol", 0xF0B7, "•"),
            ("Symbol", 0xF0AE, "→"),
            ("Symbol", 0xF0B1, "±"),
        ];
        for (font, code, shown) in known {
            assert_eq!(
                symbol(font, code).as_deref(),
                Some(shown),
                "{font} {code:x}"
            );
        }
        assert_eq!(symbol("Calibri", 0xF0B0), None);
    }

    #[test]
    fn letters_typed_in_a_symbol_font_are_symbols_and_others_stay() {
        assert_eq!(in_font(Some("Wingdings"), "þ A"), ("☑ ✌".to_owned(), 0));
        assert_eq!(in_font(Some("Arial"), "þ A"), ("þ A".to_owned(), 0));
        assert_eq!(in_font(None, "a\u{F0B0}"), ("a".to_owned(), 1));
    }
}
