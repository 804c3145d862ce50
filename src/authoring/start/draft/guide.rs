//! The discussion guide of a pack that is begun.

use crate::authoring::AuthoringError;
use crate::authoring::start::draft::{Draft, bounded, shown};
use crate::authoring::start::find::{Found, Kind};
use crate::authoring::start::outline::{Outline, outline};
use crate::authoring::start::text::{self, Block};
use crate::authoring::start::{FILL_IN, LeftOutNotice, StartNotice, docx, read};
use crate::pack::PackPath;
use crate::pack::content::{MAX_MARKDOWN, check_markdown};
use crate::platform::files;

/// The guide of the module.
pub struct Guide {
    pub path: PackPath,
    pub outline: Outline,
}

impl Draft<'_, '_> {
    /// The guide: of several the one that is called so, Word before Markdown.
    pub fn guide(&mut self) -> Result<Option<Guide>, AuthoringError> {
        let mut files = self.of(|kind| kind == Kind::Word);
        files.extend(self.of(|kind| kind == Kind::Markdown));
        files.sort_by_key(|file| {
            let name = file.stem.to_lowercase();
            !(name.contains("guide") || name.contains("discussion"))
        });
        let mut guide = None;
        for file in files {
            if guide.is_some() {
                self.pass_over(&file, LeftOutNotice::SecondGuide);
                continue;
            }
            match read_guide(&file)? {
                Ok(document) => guide = Some(self.take_guide(&file, &document)?),
                Err(reason) => self.pass_over(&file, LeftOutNotice::Unreadable(reason)),
            }
        }
        Ok(guide)
    }

    fn take_guide(
        &mut self,
        file: &Found,
        document: &docx::Document,
    ) -> Result<Guide, AuthoringError> {
        let path = if file.kind == Kind::Markdown {
            self.place.take(file, "text", self.progress)?
        } else {
            let path = self.place.name("text", "guide", "md")?;
            let text = text::markdown(&document.blocks);
            self.place.write(path.as_str(), text.as_bytes())?;
            path
        };
        self.said.push(StartNotice::Guide {
            file: shown(&file.path),
            pictures: document.pictures,
            notes: document.notes,
        });
        Ok(Guide {
            path,
            outline: outline(&document.blocks),
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

/// A guide, or in words why it is none.
fn read_guide(found: &Found) -> Result<Result<docx::Document, String>, AuthoringError> {
    if found.kind == Kind::Markdown {
        let bytes = bounded(&found.path, MAX_MARKDOWN)?;
        return Ok(check_markdown(&bytes).map(|()| docx::Document {
            blocks: text::blocks(&String::from_utf8_lossy(&bytes)),
            ..docx::Document::default()
        }));
    }
    let file = files::open_no_link(&found.path).map_err(|error| read(&found.path, error))?;
    let document = docx::read(std::io::BufReader::new(file));
    Ok(document.and_then(|document| {
        if document.blocks.is_empty() {
            return Err("there is no text in it".to_owned());
        }
        let text = text::markdown(&document.blocks);
        if text.len() as u64 > MAX_MARKDOWN {
            return Err(format!(
                "its text is longer than {} MiB",
                MAX_MARKDOWN >> 20
            ));
        }
        check_markdown(text.as_bytes()).map(|()| document)
    }))
}
