//! Fallback fonts for letters that Inter does not have (SCREENS 2.1): embedded ones for each script
//! of the shipped "I Speak" cards, else the system's.
//!
//! egui asks for a face while it sets a text, so embedded ones are there in the same frame. Those of
//! the system are large files that anybody may have put there: the app looks for them off the ui
//! thread and hands over what it found. Where it found none, there is a notice.

use std::sync::Arc;

use eframe::egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use eframe::egui::mutex::Mutex;
use eframe::egui::{Context, FontData, Id};

use crate::platform::fonts::{EMBEDDED, Script};

/// What there is of a script for which the system has to have a face.
#[derive(Clone)]
enum State {
    /// A text has letters of it.
    Wanted,
    /// The app is searching for a font.
    LookedFor,
    /// The system has none.
    Missing,
    Found(FontData),
}

/// The faces of a window.
#[derive(Default)]
struct Faces {
    /// Of each [`Script`], by its number.
    system: Mutex<Vec<Option<State>>>,
    /// A letter came of a script that is in neither table.
    unknown: Mutex<bool>,
}

impl Faces {
    fn state(&self, script: Script) -> Option<State> {
        self.system.lock().get(script.number()).cloned().flatten()
    }

    fn set(&self, script: Script, state: State) {
        let mut all = self.system.lock();
        all.resize_with(Script::all().len(), || None);
        if let Some(of_this) = all.get_mut(script.number()) {
            *of_this = Some(state);
        }
    }

    fn scripts_where(&self, is: impl Fn(&State) -> bool) -> Vec<Script> {
        let all = self.system.lock();
        let states = Script::all().zip(all.iter());
        let those = states.filter(|(_, state)| state.as_ref().is_some_and(&is));
        those.map(|(script, _)| script).collect()
    }
}

/// What egui asks.
struct Provider(Arc<Faces>);

impl FontProvider for Provider {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let letter = request.cluster.chars().next()?;
        if let Some(face) = EMBEDDED.iter().find(|face| (face.has)(letter)) {
            let data = FontData::from_static(face.bytes);
            return Some(FontInsert::new(face.name, data, Vec::new()));
        }
        let Some(script) = Script::of(letter) else {
            // Full-width letters are set as the ordinary ones (`widgets::scripts`).
            let full = matches!(letter, '\u{ff01}'..='\u{ff5e}');
            *self.0.unknown.lock() |= letter.is_alphabetic() && !full;
            return None;
        };
        match self.0.state(script) {
            Some(State::Found(data)) => {
                let name = format!("system-{}", script.name());
                Some(FontInsert::new(&name, data, Vec::new()))
            }
            Some(_) => None,
            None => {
                self.0.set(script, State::Wanted);
                None
            }
        }
    }
}

fn of(ctx: &Context) -> Arc<Faces> {
    ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Faces>>(Id::NULL)))
}

/// Offers the faces to egui; once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_font_providers(vec![Arc::new(Provider(of(ctx)))]);
}

/// Takes the scripts for which no font was searched yet. From now on they count as being searched:
/// the caller has to do it.
#[must_use]
pub fn take_wanted(ctx: &Context) -> Vec<Script> {
    let faces = of(ctx);
    let wanted = faces.scripts_where(|state| matches!(state, State::Wanted));
    for script in &wanted {
        faces.set(*script, State::LookedFor);
    }
    wanted
}

/// Queues a script again whose search could not be done.
pub fn want(ctx: &Context, script: Script) {
    of(ctx).set(script, State::Wanted);
}

/// The scripts of these texts for which the system has to have a face, each once.
pub fn scripts_of<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Script> {
    let mut scripts = Vec::new();
    for letter in texts.flat_map(str::chars).filter(|it| !it.is_ascii()) {
        let is_embedded = EMBEDDED.iter().any(|face| (face.has)(letter));
        if let Some(script) = Script::of(letter).filter(|_| !is_embedded)
            && !scripts.contains(&script)
        {
            scripts.push(script);
        }
    }
    scripts
}

/// Has these scripts looked for before a text of them is set.
pub fn expect(ctx: &Context, scripts: &[Script]) {
    let faces = of(ctx);
    for script in scripts {
        if faces.state(*script).is_none() {
            faces.set(*script, State::Wanted);
        }
    }
    ctx.request_repaint();
}

/// What to say where captions in these scripts are boxes; nothing where each has a face, or is still
/// looked for (SCREENS 2.1).
#[must_use]
pub fn captions_notice(ctx: &Context, scripts: &[Script]) -> Option<String> {
    let faces = of(ctx);
    let is_missing = |script: &&Script| matches!(faces.state(**script), Some(State::Missing));
    let missing = scripts.iter().filter(is_missing);
    let names: Vec<&str> = missing.map(|script| script.name()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Captions in {} cannot be shown on this PC: no font. They show once IT has installed one; \
             choose another language where there is one.",
            names.join(", ")
        )
    })
}

/// Hands over what was found for a script: the bytes of a font file and the number of the face in
/// it, or that there is none. What is on the screen is set anew.
pub fn put(ctx: &Context, script: Script, found: Option<(Vec<u8>, u32)>) {
    let faces = of(ctx);
    let state = found.map_or(State::Missing, |(bytes, index)| {
        State::Found(FontData::from_blob(Arc::new(bytes), index))
    });
    let is_new = matches!(state, State::Found(_));
    faces.set(script, state);
    if is_new {
        // egui remembers what it did not find until it is given its providers again.
        install(ctx);
    }
    ctx.request_repaint();
}

/// The notice that letters are shown as boxes; `None` where every shown letter has a font.
#[must_use]
pub fn notice(ctx: &Context) -> Option<String> {
    let faces = of(ctx);
    let missing = faces.scripts_where(|state| matches!(state, State::Missing));
    let names: Vec<&str> = missing.iter().map(|script| script.name()).collect();
    let names = match names.as_slice() {
        [] if *faces.unknown.lock() => {
            return Some(
                "Some letters cannot be shown on this PC: it has no font for their script."
                    .to_owned(),
            );
        }
        [] => return None,
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    Some(format!(
        "Names in {names} cannot be shown on this PC: no font. They are kept as they are, and shown \
         once IT has installed a font for them."
    ))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use unicode_general_category::get_general_category;
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::canonical_combining_class;

    use super::{EMBEDDED, Script, notice, put, take_wanted};
    use crate::platform::fonts::{Coverage, has_letter, is_private};
    use crate::ui::theme;

    /// Sets a text once; whether each of its letters has a face.
    fn is_shown(ctx: &Context, text: &str) -> bool {
        let mut shown = false;
        let mut painted = ctx.run_ui(RawInput::default(), |ui| {
            let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            shown = [theme::regular(18.0), theme::bold(18.0)]
                .iter()
                .all(|font| ui.fonts_mut(|fonts| fonts.has_glyphs(font, &letters)));
        });
        painted.textures_delta.clear();
        shown
    }

    fn ctx() -> Context {
        let ctx = Context::default();
        theme::install_fonts(&ctx);
        ctx
    }

    /// "I speak …" in each script of the shipped cards that needs no face of the system.
    const I_SPEAK: [&str; 22] = [
        "Unë flas shqip",
        "አማርኛ እናገራለሁ",
        "أتكلم العربية",
        "Ես խոսում եմ հայերեն",
        "আমি বাংলা বলি",
        "ကျွန်ုပ်သည် မြန်မာစကား ပြောပါသည်",
        "من به زبان فارسی صحبت می کنم",
        "მე ვლაპარაკობ ქართულად",
        "Μιλάω ελληνικά",
        "હું ગુજરાતી બોલું છું",
        "אני מדבר עברית",
        "मैं हिन्दी बोलता हूँ",
        "ខ្ញុំនិយាយភាសាខ្មែរ",
        "ຂ້ອຍເວົ້າພາສາລາວ",
        "ਮੈਂ ਪੰਜਾਬੀ ਬੋਲਦਾ ਹਾਂ",
        "Я говорю по-русски",
        "நான் தமிழ் பேசுகிறேன்",
        "నేను తెలుగు మాట్లాడతాను",
        "ผมพูดภาษาไทย",
        "Ben Türkçe konuşuyorum",
        "میں اردو بولتا ہوں",
        "Tôi nói tiếng Việt Nguyễn Văn",
    ];

    // SCREENS 2.1.
    #[test]
    fn each_script_of_the_i_speak_cards_is_shown_at_once_and_without_a_notice() {
        let ctx = ctx();
        for text in I_SPEAK {
            assert!(is_shown(&ctx, text), "{text}");
        }
        assert!(take_wanted(&ctx).is_empty());
        assert_eq!(notice(&ctx), None);
    }

    #[test]
    fn chinese_waits_for_a_face_of_the_system_and_there_is_a_notice_where_there_is_none() {
        let ctx = ctx();
        assert!(!is_shown(&ctx, "王小明"));
        let wanted = take_wanted(&ctx);
        assert_eq!(
            wanted
                .iter()
                .map(|script| script.name())
                .collect::<Vec<_>>(),
            ["Chinese"]
        );
        assert!(take_wanted(&ctx).is_empty(), "it is looked for once");
        assert_eq!(notice(&ctx), None, "nobody knows yet");
        put(&ctx, wanted[0], None);
        assert!(!is_shown(&ctx, "김철수"));
        let notice_of_one = notice(&ctx).expect("a notice");
        assert!(notice_of_one.starts_with("Names in Chinese cannot be shown on this PC: no font"));
        put(&ctx, take_wanted(&ctx)[0], None);
        let of_two = notice(&ctx).expect("a notice");
        assert!(
            of_two.starts_with("Names in Chinese and Korean cannot"),
            "{of_two}"
        );
    }

    // SCREENS 2.1.
    #[test]
    fn captions_without_a_face_are_told_before_they_are_seen() {
        let ctx = ctx();
        let texts = ["Read the form", "ni hao 王小明", "ខ្ញុំ", "김철수 王"];
        let scripts = super::scripts_of(texts.into_iter());
        let names: Vec<&str> = scripts.iter().map(|script| script.name()).collect();
        assert_eq!(names, ["Chinese", "Korean"]);
        super::expect(&ctx, &scripts);
        assert_eq!(super::captions_notice(&ctx, &scripts), None, "nobody knows");
        let wanted = take_wanted(&ctx);
        assert_eq!(wanted.len(), 2);
        put(&ctx, wanted[0], None);
        let notice = super::captions_notice(&ctx, &scripts).expect("a notice");
        assert!(notice.starts_with("Captions in Chinese cannot"), "{notice}");
        let others = super::scripts_of(["English", "Español"].into_iter());
        assert!(others.is_empty());
        // What is known is not looked for again.
        super::expect(&ctx, &scripts);
        assert!(take_wanted(&ctx).is_empty());
    }

    #[test]
    fn a_file_of_the_system_that_is_no_font_is_passed_over_and_nothing_breaks() {
        let ctx = ctx();
        assert!(!is_shown(&ctx, "王"));
        let script = take_wanted(&ctx)[0];
        for bytes in [Vec::new(), b"true".to_vec(), vec![0; 4096]] {
            assert!(!has_letter(&bytes, 0, '王'));
            put(&ctx, script, Some((bytes, 7)));
            assert!(!is_shown(&ctx, "王小明 1046"));
        }
    }

    #[test]
    fn a_face_that_was_found_is_used_for_texts_that_were_boxes_before() {
        let ctx = ctx();
        assert!(!is_shown(&ctx, "ᏣᎳᎩ"));
        // A face that is not for it is not taken for it.
        let script = take_wanted(&ctx)[0];
        assert_eq!(script.name(), "Cherokee");
        let georgian = include_bytes!("fonts/NotoSansGeorgian-Regular.ttf");
        assert!(has_letter(georgian, 0, 'ა') && !has_letter(georgian, 0, script.sample()));
        put(&ctx, script, Some((georgian.to_vec(), 0)));
        assert!(!is_shown(&ctx, "ᏣᎳᎩ"));
    }

    #[test]
    fn an_unknown_script_is_reported_too_and_signs_are_no_script() {
        let ctx = ctx();
        assert!(!is_shown(&ctx, "\u{10330}"), "Gothic");
        let words = notice(&ctx).expect("a notice");
        assert!(words.starts_with("Some letters cannot be shown"), "{words}");
        let ctx = self::ctx();
        is_shown(&ctx, "\u{e000}\u{fffe}＝１");
        assert_eq!(notice(&ctx), None);
        assert!(take_wanted(&ctx).is_empty());
    }

    #[test]
    fn check_boxes_and_ticks_of_a_checklist_are_drawn() {
        let ctx = ctx();
        for sign in ["☐", "☑", "☒", "✓", "✔", "✗", "✘", "➔", "❑", "☎"] {
            assert!(is_shown(&ctx, sign), "{sign}");
        }
    }

    #[test]
    fn each_face_is_for_letters_that_it_has() {
        for face in &EMBEDDED {
            let mut letters = ('\u{530}'..'\u{1cff}').filter(|c| c.is_alphabetic());
            // The face of signs has no letter.
            let signs = ['☐', '☑', '☒', '✔', '➔'];
            let some = letters.find(|c| (face.has)(*c));
            let some = some.or_else(|| signs.into_iter().find(|c| (face.has)(*c)));
            let letter = some.expect("a letter or a sign");
            assert!(has_letter(face.bytes, 0, letter), "{} {letter}", face.name);
        }
        for script in Script::all() {
            assert_eq!(
                Script::of(script.sample()),
                Some(script),
                "{}",
                script.name()
            );
            assert!(script.files().next().is_some());
        }
    }

    // The check of packs and the screens agree on which letters have a glyph.
    #[test]
    fn the_table_of_glyphs_knows_what_the_screens_have_a_face_for() {
        let ctx = ctx();
        let coverage = Coverage::new();
        let is_lacking = |c: char| {
            let mut lacking = false;
            coverage.each_lacking(&String::from(c), &mut |_, _| lacking = true);
            lacking
        };
        // Marks and what has them are drawn with the letter before; signs of one's own are not asked
        // for, and what is never seen has no glyph.
        let category = |c: char| get_general_category(c).abbreviation();
        let is_asked = |c: char| {
            let is_mark = c.nfd().any(|part| canonical_combining_class(part) != 0);
            let is_full = matches!(c, '\u{ff01}'..='\u{ff5e}');
            let is_filler = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
            let is_unseen = ["M", "C", "Z"]
                .iter()
                .any(|kind| category(c).starts_with(kind));
            !(is_private(c) || is_mark || is_full || is_filler || is_unseen)
        };
        let asked = ('\u{20}'..='\u{1ffff}').filter(|c| is_asked(*c));
        let (lacking, drawn): (Vec<char>, Vec<char>) = asked.partition(|c| is_lacking(*c));
        assert!(lacking.len() > 10_000 && drawn.len() > 2_000);
        let mut differ: Vec<char> = Vec::new();
        let mut painted = ctx.run_ui(RawInput::default(), |ui| {
            let has_glyph = |c: char| {
                let fonts = [theme::regular(18.0), theme::bold(18.0)];
                fonts
                    .iter()
                    .all(|font| ui.fonts_mut(|fonts| fonts.has_glyph(font, c)))
            };
            // These first: a face of a script, once loaded, may have one of them.
            differ.extend(lacking.iter().filter(|c| has_glyph(**c)));
            differ.extend(drawn.iter().filter(|c| !has_glyph(**c)));
        });
        painted.textures_delta.clear();
        assert!(differ.is_empty(), "{differ:?}");
    }
}
