//! The discussion guide of a pack that is begun, of a document and of slides.

use crate::authoring::AuthoringError;
use crate::authoring::start::draft::{Draft, bounded, shown};
use crate::authoring::start::find::{Found, Kind};
use crate::authoring::start::office::{self, Read};
use crate::authoring::start::outline::{Outline, outline};
use crate::authoring::start::text::{self, Block};
use crate::authoring::start::{FILL_IN, LeftOutNotice, StartNotice, deck};
use crate::authoring::tools::Tool;
use crate::documents::MAX_FILE_BYTES;
use crate::documents::office::{OfficeKind, Slide};
use crate::pack::PackPath;
use crate::pack::content::{MAX_MARKDOWN, check_markdown};

/// The guide of the module.
pub struct Guide {
    pub path: PackPath,
    pub outline: Outline,
}

/// What office documents became.
#[derive(Default)]
pub struct Documents {
    pub guide: Option<Guide>,
    /// Slides as pages, in the order of the decks.
    pub pages: Vec<Pages>,
}

/// The slides of a deck as a PDF.
pub struct Pages {
    /// The name of the deck without its ending.
    pub stem: String,
    pub path: PackPath,
}

/// The document that is the guide.
struct Text {
    /// A Markdown file that can stay as it is.
    markdown: Option<(Found, String)>,
    blocks: Vec<Block>,
}

impl Draft<'_, '_> {
    /// The guide: of several documents the one that is called so, Word before Markdown, and behind
    /// it the slides of every deck.
    pub fn documents(&mut self) -> Result<Documents, AuthoringError> {
        let mut files = self.of(|kind| matches!(kind, Kind::Word | Kind::Slides));
        files.extend(self.of(|kind| kind == Kind::Markdown));
        files.sort_by_key(|file| {
            let name = file.stem.to_lowercase();
            let is_guide = name.contains("guide") || name.contains("discussion");
            // Whether it is text or slides, its bytes say; a deck takes no text's place.
            (file.kind == Kind::Slides, !is_guide)
        });
        let libre_office = office::find();
        let mut documents = Documents::default();
        let mut guide: Option<Text> = None;
        let mut decks: Vec<Vec<Slide>> = Vec::new();
        for file in files {
            if file.kind == Kind::Markdown {
                if guide.is_some() {
                    self.pass_over(&file, LeftOutNotice::SecondGuide);
                } else {
                    guide = self.markdown_guide(file)?;
                }
                continue;
            }
            let bytes = bounded(&file.path, MAX_FILE_BYTES)?;
            let Some(read) = self.read_office(&file, &bytes, libre_office.as_ref())? else {
                continue;
            };
            let is_deck = matches!(read.text.kind, OfficeKind::Slides | OfficeKind::OldSlides);
            if is_deck {
                self.say_how(&file, &read);
                self.said.push(StartNotice::Slides {
                    file: shown(&file.path),
                    count: read.text.slides.len(),
                    left_out: read.text.left_out,
                });
                let pages = self.pages(&file, &bytes, read.ending, libre_office.as_ref())?;
                documents.pages.extend(pages);
                decks.push(read.text.slides);
            } else if guide.is_some() {
                self.pass_over(&file, LeftOutNotice::SecondGuide);
            } else if let Err(reason) = checked(&text::markdown(&read.text.blocks)) {
                self.pass_over(&file, LeftOutNotice::Unreadable(reason));
            } else {
                self.say_how(&file, &read);
                self.said.push(StartNotice::Guide {
                    file: shown(&file.path),
                    left_out: read.text.left_out,
                });
                guide = Some(Text {
                    markdown: None,
                    blocks: read.text.blocks,
                });
            }
        }
        if guide.is_some() || !decks.is_empty() {
            documents.guide = Some(self.write_guide(guide, &decks)?);
        }
        Ok(documents)
    }

    /// A text in Markdown, if it is one that a pack may hold.
    fn markdown_guide(&mut self, file: Found) -> Result<Option<Text>, AuthoringError> {
        let bytes = bounded(&file.path, MAX_MARKDOWN)?;
        if let Err(reason) = check_markdown(&bytes) {
            self.pass_over(&file, LeftOutNotice::Unreadable(reason));
            return Ok(None);
        }
        self.said.push(StartNotice::Guide {
            file: shown(&file.path),
            left_out: Vec::new(),
        });
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Some(Text {
            blocks: text::blocks(&text),
            markdown: Some((file, text)),
        }))
    }

    fn read_office(
        &mut self,
        file: &Found,
        bytes: &[u8],
        libre_office: Option<&Tool>,
    ) -> Result<Option<Read>, AuthoringError> {
        let name = shown(&file.path);
        let progress = &mut *self.progress;
        let mut go_on = || progress(0, 0);
        Ok(
            match office::read(&name, bytes, libre_office, &mut go_on)? {
                Ok(read) => Some(read),
                Err(refusal) => {
                    self.pass_over(file, LeftOutNotice::Document(refusal));
                    None
                }
            },
        )
    }

    fn say_how(&mut self, file: &Found, read: &Read) {
        let file = shown(&file.path);
        let is_old = matches!(read.text.kind, OfficeKind::OldWord | OfficeKind::OldSlides);
        if read.is_converted {
            self.said.push(StartNotice::Converted { file });
        } else if is_old {
            self.said.push(StartNotice::OldFormat { file });
        }
    }

    /// The slides of a deck as pages, where LibreOffice makes them.
    fn pages(
        &mut self,
        file: &Found,
        bytes: &[u8],
        ending: &str,
        libre_office: Option<&Tool>,
    ) -> Result<Option<Pages>, AuthoringError> {
        let name = shown(&file.path);
        let made = match libre_office {
            None => Err(None),
            Some(tool) => {
                let progress = &mut *self.progress;
                let made = office::pages(tool, bytes, ending, &mut || progress(0, 0))?;
                made.map_err(|error| Some(error.to_string()))
            }
        };
        Ok(match made {
            Ok(pages) => {
                let path = self.place.name("aids", &file.stem, "pdf")?;
                self.place.write(path.as_str(), &pages)?;
                self.said.push(StartNotice::SlidesAsPages {
                    file: name,
                    now: path.to_string(),
                });
                Some(Pages {
                    stem: file.stem.clone(),
                    path,
                })
            }
            Err(reason) => {
                self.said
                    .push(StartNotice::SlidesNotAsPages { file: name, reason });
                None
            }
        })
    }

    /// Writes the guide, unless it is a Markdown file that stays as it is.
    fn write_guide(
        &mut self,
        guide: Option<Text>,
        decks: &[Vec<Slide>],
    ) -> Result<Guide, AuthoringError> {
        let mut found = guide
            .as_ref()
            .map(|it| outline(&it.blocks))
            .unwrap_or_default();
        for slides in decks {
            let of_deck = deck::outline(slides);
            found.title = found.title.or(of_deck.title);
            let waits = |it: &str| it.starts_with(FILL_IN);
            // Where there is something to ask, nobody has to look for more.
            let is_wanted = |asked: &str| !waits(asked) || found.questions.is_empty();
            let more = of_deck
                .questions
                .into_iter()
                .filter(|it| is_wanted(&it.asked));
            let more: Vec<_> = more.collect();
            found.questions.extend(more);
        }
        let text = match guide {
            Some(Text {
                markdown: Some((file, _)),
                ..
            }) if decks.is_empty() => {
                let path = self.place.take(&file, "text", self.progress)?;
                return Ok(Guide {
                    path,
                    outline: found,
                });
            }
            Some(Text {
                markdown: Some((_, text)),
                ..
            }) => Some(text),
            Some(Text { blocks, .. }) => Some(text::markdown(&blocks)),
            None => None,
        };
        let level = if text.is_some() { 2 } else { 1 };
        let mut whole = text.unwrap_or_default();
        for slides in decks {
            let more = text::markdown(&deck::blocks(slides, level));
            // One that is too long is in the pages still.
            if whole.len() + more.len() < usize::try_from(MAX_MARKDOWN).unwrap_or(usize::MAX) {
                if !whole.is_empty() {
                    whole = format!("{}\n\n", whole.trim_end());
                }
                whole.push_str(&more);
            }
        }
        let path = self.place.name("text", "guide", "md")?;
        self.place.write(path.as_str(), whole.as_bytes())?;
        Ok(Guide {
            path,
            outline: found,
        })
    }

    pub fn blank_guide(&mut self, title: &str) -> Result<PackPath, AuthoringError> {
        let path = self.place.name("text", "guide", "md")?;
        let title = text::markdown(&[Block::Heading(
            1,
            vec![text::Span {
                text: title.to_owned(),
                ..text::Span::default()
            }],
        )]);
        let text = format!(
            "{title}\n{FILL_IN}: what the facilitator reads beforehand: what the briefing is about, \
             what each question is for, what is right today and where that is written.\n"
        );
        self.place.write(path.as_str(), text.as_bytes())?;
        Ok(path)
    }
}

/// Whether a pack may hold this text, or in words why not.
fn checked(text: &str) -> Result<(), String> {
    if text.len() as u64 > MAX_MARKDOWN {
        return Err(format!(
            "its text is longer than {} MiB",
            MAX_MARKDOWN >> 20
        ));
    }
    check_markdown(text.as_bytes())
}
