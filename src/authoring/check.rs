//! Everything that can be checked without trusting anybody.

use std::collections::BTreeMap;
use std::path::Path;

use crate::authoring::convert;
use crate::authoring::fill_in;
use crate::authoring::letters::Letters;
use crate::authoring::media::check_media;
use crate::authoring::pages;
use crate::authoring::photo::{self, PictureKind};
use crate::authoring::picture_build;
use crate::authoring::sources::{Sources, folder_manifest};
use crate::authoring::{AuthoringError, Defect, Depth, Finding};
use crate::documents::{DocumentKind, MAX_PICTURE_PIXELS};
use crate::pack::container::MAX_INFLATED;
use crate::pack::content::{self, MAX_MARKDOWN, MAX_PIXELS, Use};
use crate::pack::manifest::{JobAid, Step};
use crate::pack::{Manifest, Module, PackError, PackPath, Progress, read};

// Every picture that the format allows can be drawn.
const _: () = assert!(MAX_PIXELS <= MAX_PICTURE_PIXELS);

/// Checks a folder of sources, and whether [`build`](crate::authoring::build()) can transcode what
/// of its media is outside the profile.
///
/// # Errors
/// `NoManifest` or `Read`, if there is nothing to check; `Cancelled`.
pub fn check_folder(
    folder: &Path,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Vec<Finding>, AuthoringError> {
    match folder_manifest(folder) {
        Ok((manifest, _)) => {
            let findings = check(&manifest, &Sources::folder(folder), depth, progress)?;
            let (mut findings, outside) = convert::set_apart(&manifest, findings);
            picture_build::name_programs(&mut findings, &mut || progress(0, 0))?;
            let (_, of_outside) =
                convert::plan(folder, &manifest, outside, &mut || progress(0, 0))?;
            findings.extend(of_outside);
            Ok(findings)
        }
        Err(AuthoringError::Pack(error)) => {
            Ok(vec![Finding::new("manifest.json", Defect::Pack(error))])
        }
        Err(error) => Err(error),
    }
}

/// Checks a finished pack, whoever signed it.
///
/// # Errors
/// `SourceRead` or `Cancelled`; anything else that is wrong is a finding.
pub fn check_file(
    file: &Path,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Vec<Finding>, AuthoringError> {
    match read::read_untrusted(file, progress) {
        Ok(pack) => {
            let sources = Sources::Pack(pack.archive().clone());
            check(pack.manifest(), &sources, depth, progress)
        }
        Err(error @ (PackError::SourceRead(_) | PackError::Cancelled)) => Err(error.into()),
        Err(error) => Ok(vec![Finding::new(
            file.display().to_string(),
            Defect::Pack(error),
        )]),
    }
}

/// Checks every file that the manifest names, and what the manifest says of it.
pub fn check(
    manifest: &Manifest,
    sources: &Sources,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Vec<Finding>, AuthoringError> {
    let mut findings = fill_in::of_manifest(manifest);
    let letters = Letters::new();
    findings.extend(letters.of_manifest(manifest));
    let files = content::files_of(manifest);
    let all = files.len() as u64;
    let mut page_counts = BTreeMap::new();
    for (done, (path, what)) in files.iter().enumerate() {
        if !progress(done as u64, all) {
            return Err(PackError::Cancelled.into());
        }
        if !sources.has(path) {
            let missing = PackError::MissingFile {
                path: path.to_string(),
            };
            findings.push(Finding::new(path.as_str(), Defect::Pack(missing)));
            continue;
        }
        match what {
            Use::Markdown => {
                if let Some(defect) = check_markdown(path, sources) {
                    findings.push(Finding::new(path.as_str(), defect));
                } else {
                    findings.extend(fill_in::of_text(path, sources));
                    findings.extend(letters.of_markdown(path, sources));
                }
            }
            Use::Captions => findings.extend(letters.of_captions(path, sources)),
            Use::Picture | Use::Pdf => {
                let mut go_on = || progress(done as u64, all);
                let (pages, defects) = if *what == Use::Pdf {
                    pages::draw_pdf(path, sources, depth, &mut go_on)?
                } else {
                    check_picture(path, sources, depth, &mut go_on)?
                };
                let of_file = defects.into_iter();
                findings.extend(of_file.map(|defect| Finding::new(path.as_str(), defect)));
                page_counts.insert(path, pages);
            }
            Use::Media => {}
        }
    }
    for module in &manifest.modules {
        check_media(
            module,
            sources,
            depth,
            &mut || progress(all, all),
            &mut findings,
        )?;
        for aid in &module.job_aids {
            if let Some(pages) = page_counts.get(&aid.path) {
                findings.extend(check_cards(aid, *pages));
            }
        }
        findings.extend(unused(module));
        for prompt in module.prompts.iter().filter(|p| p.points.is_empty()) {
            let prompt = prompt.id.clone();
            findings.push(Finding::new("manifest.json", Defect::NoPoints { prompt }));
        }
    }
    Ok(findings)
}

fn check_markdown(path: &PackPath, sources: &Sources) -> Option<Defect> {
    match sources.read(path, MAX_MARKDOWN) {
        Ok(bytes) => {
            let broken = content::check_markdown(&bytes).err();
            broken.map(|rule| broken_rule(path, rule))
        }
        Err(error) => Some(Defect::Pack(error)),
    }
}

fn broken_rule(path: &PackPath, rule: String) -> Defect {
    Defect::Pack(PackError::BadArchive {
        entry: path.to_string(),
        rule,
    })
}

/// Checks a picture by its bytes, and draws it. Returns how many pages it has, as [`pages`] do.
fn check_picture(
    path: &PackPath,
    sources: &Sources,
    depth: Depth,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Option<usize>, Vec<Defect>), AuthoringError> {
    let bytes = match sources.read(path, MAX_INFLATED) {
        Ok(bytes) => bytes,
        Err(error) => return Ok((None, vec![Defect::Pack(error)])),
    };
    let kind = PictureKind::of(&bytes);
    if let PictureKind::Other(format) = kind {
        let program = None;
        return Ok((None, vec![Defect::PictureFormat { format, program }]));
    }
    if let Err(rule) = content::check_picture(&bytes) {
        return Ok((None, vec![broken_rule(path, rule)]));
    }
    let mut told = Vec::new();
    // What a picture says of itself that its author may not know.
    if !photo::is_named(path.as_str(), kind) {
        told.push(Defect::Misnamed {
            ending: kind.ending().unwrap_or_default(),
        });
    }
    if photo::without_place(&bytes).is_some() {
        told.push(Defect::SaysPlace);
    }
    if photo::is_animated_png(&bytes) {
        told.push(Defect::Animated);
    }
    if photo::is_in_print_colors(&bytes) {
        told.push(Defect::PrintColors);
    }
    let (pages, mut defects) =
        pages::draw_bytes(path.as_str(), DocumentKind::Picture, bytes, depth, go_on)?;
    defects.extend(told);
    Ok((pages, defects))
}

/// Every card leads to a page of its PDF, which has so many; nothing is known of one that cannot be
/// opened.
fn check_cards(aid: &JobAid, pages: Option<usize>) -> Vec<Finding> {
    let Some(pages) = pages else {
        return Vec::new();
    };
    let past = aid.cards.iter().filter(|c| c.page as usize > pages);
    past.map(|card| {
        let defect = Defect::CardPage {
            label: card.label.clone(),
            page: card.page,
            pages,
        };
        Finding::new(aid.path.as_str(), defect)
    })
    .collect()
}

/// Texts, prompts and references that nothing leads to. Media and job aids may stand beside the
/// steps: they can be opened from the overview.
fn unused(module: &Module) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |what: String| {
        found.push(Finding::new("manifest.json", Defect::Unused { what }));
    };
    for text in &module.texts {
        if !module.steps.contains(&Step::Text(text.id.clone())) {
            say(format!("text {:?}", text.id));
        }
    }
    for prompt in &module.prompts {
        if !module.steps.contains(&Step::Prompt(prompt.id.clone())) {
            say(format!("prompt {:?}", prompt.id));
        }
    }
    for reference in &module.references {
        let id = &reference.id;
        let prompts = module.prompts.iter().any(|p| p.references.contains(id));
        let updates = module.updates.iter().any(|u| u.references.contains(id));
        if !prompts && !updates {
            say(format!("reference {id:?}"));
        }
    }
    found
}
