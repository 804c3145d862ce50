//! The manifest of a pack that is begun, and the files beside it.

mod guide;
mod inner;
mod media;
mod pictures;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::ToSpan;

use crate::authoring::AuthoringError;
use crate::authoring::start::find::{Found, Kind, Material};
use crate::authoring::start::material::Place;
use crate::authoring::start::outline::Outline;
use crate::authoring::start::{
    FILL_IN, FILL_IN_ID, LeftOutNotice, StartNotice, Started, TitleNotice, Wish, names, pdf, read,
    shown,
};
use crate::documents::MAX_FILE_BYTES;
use crate::pack::manifest::{
    AidKind, Audience, Course, JobAid, Prompt, Reference, Status, Step, Text,
};
use crate::pack::{Manifest, Module, ModuleId, PackError, PackId, PackPath, Progress, manifest};
use crate::platform::files;

use guide::{Documents, Guide, Pages};

/// More prompts are no roll call.
const MOST_PROMPTS: usize = 6;
/// Planned for each prompt.
const PROMPT_MINUTES: u32 = 2;
/// Welcome, and what is said between the steps.
const AROUND_MINUTES: u32 = 2;

/// Writes everything; the manifest comes last.
pub fn draft(
    wish: &Wish,
    material: &Material,
    place: &mut Place,
    progress: &mut Progress<'_>,
) -> Result<Started, AuthoringError> {
    let folder = place.folder().to_owned();
    place.make(&folder)?;
    let mut draft = Draft {
        wish,
        material,
        place,
        progress,
        said: Vec::new(),
        ids: BTreeSet::new(),
    };
    let manifest = draft.manifest()?;
    let said = draft.said;
    let mut bytes = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| PackError::Io(std::io::Error::other(error)))?;
    bytes.push(b'\n');
    // What is wrong with a wish is said before anything is kept.
    let manifest = manifest::parse(&bytes)?;
    place.write("manifest.json", &bytes)?;
    Ok(Started { manifest, said })
}

struct Draft<'a, 'p> {
    wish: &'a Wish,
    material: &'a Material,
    place: &'a mut Place,
    progress: &'a mut Progress<'p>,
    said: Vec<StartNotice>,
    /// Of the module's parts.
    ids: BTreeSet<String>,
}

impl Draft<'_, '_> {
    fn manifest(&mut self) -> Result<Manifest, AuthoringError> {
        let Documents { guide, pages } = self.documents()?;
        let title = self.title(guide.as_ref().and_then(|it| it.outline.title.clone()));
        let id = match &self.wish.id {
            Some(id) => id.clone(),
            None => self.made_up_id(&title)?,
        };
        let as_of = self.wish.today;
        let review_by = as_of.saturating_add(1.year());
        self.said.push(StartNotice::Dates { as_of, review_by });
        let module = self.module(&title, guide, &pages)?;
        for (file, why) in &self.material.others {
            self.said.push(StartNotice::PassedOver {
                file: shown(file),
                why: why.clone(),
            });
        }
        if self.material.more {
            self.said.push(StartNotice::More);
        }
        Ok(Manifest {
            format: manifest::FORMAT,
            id,
            version: 1.try_into().map_err(wrong)?,
            title,
            publisher: self
                .wish
                .publisher
                .clone()
                .unwrap_or_else(|| format!("{FILL_IN}: your agency and unit")),
            language: self.wish.language.clone(),
            created: self.wish.now,
            as_of,
            review_by: Some(review_by),
            not_after: None,
            min_app: "0.1.0".to_owned(),
            series: None,
            status: Status::Current,
            disclaimer: String::new(),
            credits: String::new(),
            changes: None,
            modules: vec![module],
        })
    }

    fn title(&mut self, of_guide: Option<String>) -> String {
        if let Some(title) = &self.wish.title {
            return title.clone();
        }
        let (title, from) = if let Some(title) = of_guide {
            (title, TitleNotice::Guide)
        } else {
            let folder = std::path::absolute(&self.wish.folder).unwrap_or_default();
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            (names::title(&name), TitleNotice::Folder)
        };
        self.said.push(StartNotice::Title {
            title: title.clone(),
            from,
        });
        title
    }

    fn made_up_id(&mut self, title: &str) -> Result<PackId, AuthoringError> {
        let name = names::id(title, "briefing");
        let id: PackId = format!("{FILL_IN_ID}your-agency.{name}")
            .parse()
            .map_err(wrong)?;
        self.said.push(StartNotice::Id(id.clone()));
        Ok(id)
    }

    fn module(
        &mut self,
        title: &str,
        guide: Option<Guide>,
        pages: &[Pages],
    ) -> Result<Module, AuthoringError> {
        let (media, mut steps) = self.media(title)?;
        let outline = guide.as_ref().map(|it| &it.outline);
        let summary = outline.and_then(|it| it.summary.clone());
        if summary.is_some() {
            self.said.push(StartNotice::Summary);
        }
        let mut objectives = outline.map_or_else(Vec::new, |it| it.objectives.clone());
        if objectives.is_empty() {
            objectives.push(format!(
                "{FILL_IN}: what an officer knows or does afterwards"
            ));
        } else {
            self.said.push(StartNotice::Objectives(objectives.len()));
        }
        let (prompts, references) = self.prompts(outline);
        let mut job_aids = self.job_aids()?;
        for pages in pages {
            job_aids.push(self.aid(&pages.stem, AidKind::Pdf, pages.path.clone()));
        }
        let mut texts = Vec::new();
        if media.is_empty() {
            texts.push(Text {
                id: names::free("welcome", &mut self.ids),
                title: title.to_owned(),
                body: format!("{FILL_IN}: a few words for the wall, or put a film into the folder media and name it in the manifest"),
                notes: String::new(),
            });
        }
        let mut minutes = AROUND_MINUTES;
        for medium in &media {
            if steps.contains(&Step::Play(medium.id.clone())) {
                let length = medium.duration_ms.div_ceil(60_000);
                minutes = minutes.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
            }
        }
        for prompt in &prompts {
            minutes = minutes.saturating_add(prompt.minutes);
        }
        let first = texts.iter().map(|text| Step::Text(text.id.clone()));
        steps.splice(0..0, first);
        steps.extend(prompts.iter().map(|it| Step::Prompt(it.id.clone())));
        steps.extend(job_aids.iter().map(|it| Step::JobAid(it.id.clone())));
        let guide = match guide {
            Some(guide) => guide.path,
            None => self.blank_guide(title)?,
        };
        Ok(Module {
            id: module_id(title)?,
            variant: None,
            audience: vec![Audience::FrontLine],
            title: title.to_owned(),
            summary: summary
                .unwrap_or_else(|| format!("{FILL_IN}: one or two sentences for the board")),
            objectives,
            requires: Vec::new(),
            minutes,
            credit_minutes: None,
            course: Course::default(),
            media,
            steps,
            texts,
            prompts,
            job_aids,
            guide: Some(guide),
            updates: Vec::new(),
            references,
        })
    }

    fn of(&self, wanted: impl Fn(Kind) -> bool) -> Vec<Found> {
        let all = self.material.files.iter();
        all.filter(|it| wanted(it.kind)).cloned().collect()
    }

    fn prompts(&mut self, outline: Option<&Outline>) -> (Vec<Prompt>, Vec<Reference>) {
        let questions = outline.map_or(&[][..], |it| &it.questions);
        let point = || format!("{FILL_IN}: what the room should have heard when the talk is over");
        if questions.is_empty() {
            if outline.is_some() {
                self.said.push(StartNotice::NoQuestions);
            }
            let prompt = Prompt {
                id: names::free("first-question", &mut self.ids),
                question: format!("{FILL_IN}: a scene or a choice that the room talks about"),
                notes: String::new(),
                points: vec![point()],
                minutes: PROMPT_MINUTES,
                references: Vec::new(),
            };
            return (vec![prompt], Vec::new());
        }
        let mut references: Vec<Reference> = Vec::new();
        let mut prompts = Vec::new();
        let mut without_points = 0;
        let mut without_question = 0;
        for question in questions.iter().take(MOST_PROMPTS) {
            let mut used = Vec::new();
            for (title, url) in &question.links {
                let known = references.iter().find(|it| it.url == *url);
                if let Some(known) = known {
                    used.push(known.id.clone());
                    continue;
                }
                let id = names::free(&names::id(title, "source"), &mut self.ids);
                used.push(id.clone());
                references.push(Reference {
                    id,
                    title: if title.is_empty() { url } else { title }.clone(),
                    url: url.clone(),
                    note: String::new(),
                    checked: None,
                });
            }
            let is_asked = !question.asked.starts_with(FILL_IN);
            without_question += usize::from(!is_asked);
            let mut points = question.points.clone();
            if points.is_empty() {
                without_points += 1;
                points.push(point());
            }
            prompts.push(Prompt {
                id: names::free(&names::short_id(&question.asked), &mut self.ids),
                question: question.asked.clone(),
                notes: question.notes.clone(),
                points,
                minutes: PROMPT_MINUTES,
                references: used,
            });
        }
        self.said.push(StartNotice::Prompts {
            count: prompts.len(),
            more: questions.len().saturating_sub(MOST_PROMPTS),
            without_question,
            without_points,
        });
        (prompts, references)
    }

    fn job_aids(&mut self) -> Result<Vec<JobAid>, AuthoringError> {
        let mut aids = Vec::new();
        for found in self.of(|kind| matches!(kind, Kind::Pdf | Kind::Picture)) {
            let (kind, path) = if found.kind == Kind::Pdf {
                (AidKind::Pdf, self.pdf(&found)?)
            } else {
                match self.picture(&found)? {
                    Some(picture) => picture,
                    None => continue,
                }
            };
            let aid = self.aid(&found.stem, kind, path);
            self.said.push(StartNotice::Aid {
                file: shown(&found.path),
                title: aid.title.clone(),
            });
            aids.push(aid);
        }
        Ok(aids)
    }

    /// A PDF as a pack holds it: what of it would not be seen is drawn, where that can be done.
    fn pdf(&mut self, found: &Found) -> Result<PackPath, AuthoringError> {
        let file = shown(&found.path);
        let bytes = bounded(&found.path, MAX_FILE_BYTES)?;
        let mended = pdf::mend(&file, &bytes, &mut || (self.progress)(0, 0))?;
        if let Some(what) = mended.notice {
            self.said.push(StartNotice::Pdf { file, what });
        }
        let Some(bytes) = mended.bytes else {
            return self.place.take(found, "aids", self.progress);
        };
        let path = self.place.name("aids", &found.stem, "pdf")?;
        self.place.write(path.as_str(), &bytes)?;
        Ok(path)
    }

    /// A job aid that is named after its file.
    fn aid(&mut self, stem: &str, kind: AidKind, path: PackPath) -> JobAid {
        JobAid {
            id: names::free(&names::id(stem, "job-aid"), &mut self.ids),
            title: names::title(stem),
            kind,
            path,
            language: self.wish.language.clone(),
            cards: Vec::new(),
        }
    }

    fn pass_over(&mut self, file: &Found, why: LeftOutNotice) {
        self.said.push(StartNotice::PassedOver {
            file: shown(&file.path),
            why,
        });
    }
}

/// A whole file of at most `limit` bytes.
fn bounded(file: &Path, limit: u64) -> Result<Vec<u8>, AuthoringError> {
    let bytes = files::open_no_link(file)
        .and_then(|opened| files::read_up_to(opened, limit))
        .map_err(|error| read(file, error))?;
    if bytes.len() as u64 > limit {
        return Err(PackError::TooLarge {
            what: shown(file),
            bytes: bytes.len() as u64,
            limit,
        }
        .into());
    }
    Ok(bytes)
}

fn module_id(title: &str) -> Result<ModuleId, AuthoringError> {
    names::id(title, "briefing").parse().map_err(wrong)
}

/// A wish that a manifest cannot hold.
fn wrong(error: impl std::fmt::Display) -> AuthoringError {
    PackError::BadManifest {
        line: 0,
        field: "id".to_owned(),
        reason: error.to_string(),
    }
    .into()
}
