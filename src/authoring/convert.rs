//! Media outside the profile: which they are, what ffmpeg makes of them, and what the manifest
//! then says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::authoring::ffmpeg::{self, Ffmpeg, Look};
use crate::authoring::inner_subtitles;
use crate::authoring::media::{check_media, several_sounds};
use crate::authoring::sources::Sources;
use crate::authoring::{
    AuthoringError, Defect, Depth, FfmpegError, Finding, Stage, TranscodingDefect, Watch,
};
use crate::pack::manifest::{Media, MediaKind};
use crate::pack::{Manifest, PackError, PackPath, content};
use crate::player;

/// So much shorter than its source a medium may come out, in milliseconds.
const SHORTER_MS: u64 = 1000;

/// A medium that was transcoded, or a picture that was converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The source, as the folder's manifest names it.
    pub from: PackPath,
    /// As the pack's manifest names it.
    pub to: PackPath,
    /// How it is coded: "AV1", "H.264", "AAC", "PNG" or "JPEG".
    pub codec: &'static str,
    /// Its length in milliseconds; 0 of a picture.
    pub duration_ms: u64,
    /// Its size.
    pub bytes: u64,
}

/// Media outside the profile, each with what is outside.
pub type Outside = BTreeMap<PackPath, Defect>;

/// A medium that is to be transcoded.
pub struct Job {
    path: PackPath,
    /// Pictures are wanted, not sound alone.
    pictures: bool,
    look: Look,
}

/// What to transcode, and with what.
pub struct Plan {
    ffmpeg: Ffmpeg,
    jobs: Vec<Job>,
}

fn media(manifest: &Manifest) -> impl Iterator<Item = &Media> {
    manifest.modules.iter().flat_map(|module| &module.media)
}

/// Sets apart the findings that go with transcoding, of each medium the first. The length that the
/// manifest states for such a medium is that of the source; it is found out anew.
pub fn set_apart(manifest: &Manifest, findings: Vec<Finding>) -> (Vec<Finding>, Outside) {
    let paths: BTreeSet<&PackPath> = media(manifest).map(|medium| &medium.path).collect();
    let mut outside = Outside::new();
    let mut others = Vec::new();
    for finding in findings {
        match paths.iter().find(|path| path.as_str() == finding.file) {
            Some(path) if finding.defect.goes_with_transcoding() => {
                outside.entry((*path).clone()).or_insert(finding.defect);
            }
            _ => others.push(finding),
        }
    }
    others.retain(|finding| {
        let of_outside = outside.keys().any(|path| path.as_str() == finding.file);
        !(of_outside && matches!(finding.defect, Defect::Duration { .. }))
    });
    (others, outside)
}

/// Looks for ffmpeg and at each source. What it says of each goes into the findings; without
/// anything to transcode there is no plan.
///
/// # Errors
/// `Cancelled`.
pub fn plan(
    folder: &Path,
    manifest: &Manifest,
    outside: Outside,
    proceed: &mut dyn FnMut() -> bool,
) -> Result<(Option<Plan>, Vec<Finding>), AuthoringError> {
    if outside.is_empty() {
        return Ok((None, Vec::new()));
    }
    let ffmpeg = match Ffmpeg::find(proceed) {
        Ok(ffmpeg) => ffmpeg,
        Err(FfmpegError::Cancelled) => return Err(PackError::Cancelled.into()),
        Err(error) => {
            let error = Arc::new(error);
            let finding = |(path, why): (PackPath, Defect)| {
                let (why, error) = (Box::new(why), Arc::clone(&error));
                Finding::new(
                    path.as_str(),
                    Defect::Transcoding(TranscodingDefect::Impossible { why, error }),
                )
            };
            return Ok((None, outside.into_iter().map(finding).collect()));
        }
    };
    let (mut jobs, mut findings) = (Vec::new(), Vec::new());
    for (path, why) in outside {
        let pictures =
            media(manifest).any(|medium| medium.path == path && medium.kind == MediaKind::Video);
        let file = path.to_string();
        let defect = match ffmpeg.look(&folder.join(path.as_str()), proceed) {
            Err(FfmpegError::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(error) => Defect::Transcoding(TranscodingDefect::Impossible {
                why: Box::new(why),
                error: Arc::new(error),
            }),
            Ok(look) if pictures && look.video.is_none() => Defect::NoPictures,
            Ok(look) if !pictures && look.sound.is_none() => {
                Defect::Media(player::PlayerError::NoTracks)
            }
            Ok(look) if look.changes_codec => Defect::Transcoding(TranscodingDefect::Impossible {
                why: Box::new(why),
                error: Arc::new(FfmpegError::ChangesCodec),
            }),
            Ok(look) => {
                // What plays was looked at before.
                let several = several_sounds(&look.sounds, look.sound)
                    .filter(|_| matches!(why, Defect::Media(_)));
                findings.extend(several.map(|defect| Finding::new(file.as_str(), defect)));
                let of_medium = media(manifest).find(|medium| medium.path == path);
                let captions = of_medium.map_or(&[][..], |medium| &medium.captions);
                let inner = inner_subtitles::of_look(&look);
                let inner = inner_subtitles::without_captions(&inner, captions)
                    .filter(|_| matches!(why, Defect::Media(_)));
                findings.extend(inner.map(|defect| Finding::new(file.as_str(), defect)));
                let video = look.video;
                let colors = if video.is_some_and(|video| video.is_dolby_alone) {
                    Some(TranscodingDefect::DolbyColors)
                } else if video.is_some_and(|video| video.hdr) && !ffmpeg.maps_tones() {
                    Some(TranscodingDefect::TonesNotMapped)
                } else {
                    None
                };
                let colors = colors.map(Defect::Transcoding);
                findings.extend(colors.map(|defect| Finding::new(file.as_str(), defect)));
                jobs.push(Job {
                    path,
                    pictures,
                    look,
                });
                Defect::Transcoding(TranscodingDefect::Planned {
                    why: Box::new(why),
                    ffmpeg: ffmpeg.version().to_owned(),
                    codec: if pictures { ffmpeg.codec() } else { "AAC" },
                })
            }
        };
        findings.push(Finding::new(file, defect));
    }
    Ok((Some(Plan { ffmpeg, jobs }), findings))
}

/// What came of a plan.
pub struct Done {
    /// What was made of what.
    pub converted: Vec<Converted>,
    /// The folder, with the new files.
    pub sources: Sources,
    /// What our own player finds in them.
    pub findings: Vec<Finding>,
}

/// Transcodes everything into the folder `work` and writes it into the manifest. Nothing of the
/// sources is changed. `made`: what was made before of other sources.
///
/// # Errors
/// `Transcode` with the source that did not work; `Cancelled`.
pub fn convert(
    folder: &Path,
    mut made: BTreeMap<PackPath, PathBuf>,
    manifest: &mut Manifest,
    plan: &Plan,
    work: &Path,
    watch: &mut Watch<'_>,
) -> Result<Done, AuthoringError> {
    let (mut converted, mut findings) = (Vec::new(), Vec::new());
    for (index, job) in plan.jobs.iter().enumerate() {
        let target = work.join(format!("{index}.mp4"));
        let complaint = ffmpeg::transcode(
            &plan.ffmpeg,
            &folder.join(job.path.as_str()),
            &job.look,
            job.pictures,
            &target,
            &mut |done| {
                watch(Stage::Transcoding {
                    file: job.path.as_str(),
                    number: index + 1,
                    of: plan.jobs.len(),
                    done,
                })
            },
        )
        .map_err(|error| AuthoringError::of_ffmpeg(&job.path, error))?;
        let ending = if job.pictures { "mp4" } else { "m4a" };
        let to = free_name(manifest, &job.path, ending);
        let source = player::FileSource(target.clone());
        let info = player::probe(&source, Duration::ZERO)
            .map_err(|error| unplayable(&job.path, &error))?;
        let real_ms = u64::try_from(info.duration.as_millis()).unwrap_or(0);
        let bytes = target.metadata().map_err(PackError::Io)?.len();
        for medium in manifest
            .modules
            .iter_mut()
            .flat_map(|module| &mut module.media)
        {
            if medium.path == job.path {
                medium.path = to.clone();
                medium.duration_ms = real_ms;
            }
        }
        if let Some(last) = complaint {
            findings.push(Finding::new(
                job.path.as_str(),
                Defect::Transcoding(TranscodingDefect::Complaint { last }),
            ));
        }
        if let Some(claimed_ms) = job.look.length_ms.filter(|it| *it > real_ms + SHORTER_MS) {
            let defect = TranscodingDefect::Shorter {
                claimed_ms,
                real_ms,
            };
            findings.push(Finding::new(job.path.as_str(), Defect::Transcoding(defect)));
        }
        converted.push(Converted {
            from: job.path.clone(),
            to: to.clone(),
            codec: if job.pictures {
                plan.ffmpeg.codec()
            } else {
                "AAC"
            },
            duration_ms: real_ms,
            bytes,
        });
        made.insert(to, target);
    }
    let folder = folder.to_owned();
    let sources = Sources::Folder { folder, made };
    let mut of_made = Vec::new();
    for module in &manifest.modules {
        let mut module = module.clone();
        module
            .media
            .retain(|medium| converted.iter().any(|it| it.to == medium.path));
        check_media(
            &module,
            &sources,
            Depth::Whole,
            &mut || watch(Stage::Packing { done: 0, all: 0 }),
            &mut of_made,
        )?;
    }
    for finding in &of_made {
        let made = converted.iter().find(|it| it.to.as_str() == finding.file);
        if let (Some(made), Defect::Media(error)) = (made, &finding.defect) {
            return Err(unplayable(&made.from, error));
        }
    }
    // What holds for the source as well was found there.
    of_made.retain(|finding| !finding.defect.outlives_transcoding());
    findings.extend(of_made);
    Ok(Done {
        converted,
        sources,
        findings,
    })
}

/// ffmpeg said that all went well: what it made is at fault, not the source.
fn unplayable(source: &PackPath, error: &player::PlayerError) -> AuthoringError {
    let reason = error.to_string();
    AuthoringError::of_ffmpeg(source, FfmpegError::Unplayable { reason })
}

/// What the pack calls it: as the source, with the ending that fits, and a number where that name
/// is taken.
pub(super) fn free_name(manifest: &Manifest, source: &PackPath, ending: &str) -> PackPath {
    let path = source.as_str();
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = match file.rsplit_once('.') {
        Some((stem, old)) if !stem.is_empty() => {
            if old.eq_ignore_ascii_case(ending) {
                return source.clone();
            }
            path.get(..path.len() - old.len() - 1).unwrap_or(path)
        }
        _ => path,
    };
    let taken: BTreeSet<String> = content::files_of(manifest)
        .iter()
        .map(|(path, _)| path.as_str().to_lowercase())
        .collect();
    let mut stem = stem.to_owned();
    let mut number = 1_u32;
    loop {
        let name = match number {
            1 => format!("{stem}.{ending}"),
            number => format!("{stem}-{number}.{ending}"),
        };
        match name.parse::<PackPath>() {
            Ok(name) if !taken.contains(&name.as_str().to_lowercase()) => return name,
            Ok(_) => number += 1,
            // Too long by a letter or two; a name without letters left is none of a pack's.
            Err(_) if stem.pop().is_some() => {}
            Err(_) => return source.clone(),
        }
    }
}
