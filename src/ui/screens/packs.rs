//! What IT does with packs: what is installed beside what is on the stick, each with what would
//! happen; one button takes it all in. Everything an administrator does with packs is here.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Label, ProgressBar, RichText, Ui};
use jiff::civil::Date;

use crate::library::Publisher;
use crate::pack::{KeyId, PackId, PackVersion};
use crate::ui::screens::publishers::{self, PublishersState};
use crate::ui::theme::{self, space};
use crate::ui::widgets::forms::{column, field, heading, small, strong};
use crate::ui::widgets::places::{Place, places_ui};
use crate::ui::widgets::{Button, Tone, banner, card, message};
use crate::ui::{icons, time};
use crate::words::{Words, bytes};

/// What the app knows for this screen.
#[derive(Clone, Debug, Default)]
pub struct PacksModel {
    /// On this PC, in the order of the board.
    pub installed: Arc<Vec<InstalledRow>>,
    /// Whose packs are accepted.
    pub publishers: Arc<Vec<Publisher>>,
    /// Sticks that are in, and other places packs come from.
    pub places: Vec<Place>,
    /// The stick or folder that was looked at last.
    pub stick: Option<Arc<Stick>>,
    /// What is under way.
    pub job: Option<Job>,
    /// What came of the last installation; stays until it is closed.
    pub summary: Option<Arc<Vec<Summed>>>,
    /// Why nothing can be changed here, if so.
    pub read_only: Option<Words>,
    /// What just failed.
    pub failed: Option<Words>,
}

/// A pack on this PC.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledRow {
    /// Which.
    pub id: PackId,
    /// Its name.
    pub title: String,
    /// The active version.
    pub version: PackVersion,
    /// The version that one can go back to.
    pub kept: Option<PackVersion>,
    /// The station's name for its publisher.
    pub publisher: String,
    /// Size of the file.
    pub bytes: u64,
    /// When it was installed, local time.
    pub installed_on: Date,
    /// Past this day its content wants a review.
    pub review_by: Option<Date>,
    /// Why it is not shown, if so: damaged or revoked.
    pub trouble: Option<String>,
}

/// A stick or folder that was looked at.
#[derive(Clone, Debug, Default)]
pub struct Stick {
    /// Where.
    pub path: PathBuf,
    /// The newest file of each pack there.
    pub packs: Vec<StickRow>,
    /// Publisher keys that lie beside them.
    pub keys: Vec<PathBuf>,
}

/// A pack on the stick.
#[derive(Clone, Debug)]
pub struct StickRow {
    /// The file.
    pub file: PathBuf,
    /// The pack's name, or the file's while nothing better is known.
    pub title: String,
    /// Size of the file.
    pub bytes: u64,
    /// What would happen.
    pub verdict: Verdict,
}

/// What would happen with a pack on the stick.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is new here.
    New(PackVersion),
    /// It takes the place of an older version.
    Update(PackVersion),
    /// The same is installed.
    Same(PackVersion),
    /// It is refused, and why.
    Refused(Words),
}

impl Verdict {
    fn is_wanted(&self) -> bool {
        matches!(self, Self::New(_) | Self::Update(_))
    }
}

/// Work that takes a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What is done, for example `Installing 2 of 3: Detainer`.
    pub what: String,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all; 0 while unknown.
    pub total: u64,
    /// Seconds since it began.
    pub seconds: u64,
    /// Somebody asked to stop it.
    pub cancelling: bool,
}

/// What came of one pack.
#[derive(Clone, Debug)]
pub struct Summed {
    /// The pack's name, or the file's.
    pub title: String,
    /// What was done, or why not.
    pub result: Result<String, Words>,
}

/// What is asked for on this screen.
#[derive(Clone, Debug, PartialEq)]
pub enum PacksCommand {
    /// Looks which sticks are in.
    FindSticks,
    /// Looks at a stick, a folder or one file.
    Look(PathBuf),
    /// Takes these files in.
    Install(Vec<PathBuf>),
    /// Stops what is under way; what is installed stays.
    Cancel,
    /// The summary was read.
    CloseSummary,
    /// The failure was read.
    CloseFailure,
    /// Goes back to the version that was kept.
    RollBack {
        /// Which pack.
        id: PackId,
        /// Why; goes into the audit log.
        reason: String,
    },
    /// Takes a pack off this PC.
    Remove(PackId),
    /// Trusts a publisher.
    Trust {
        /// The key file.
        file: PathBuf,
        /// The station's name for it.
        name: String,
        /// Patterns of ids that it may publish; none: all.
        ids: Vec<String>,
    },
    /// Trusts a publisher no longer.
    Distrust {
        /// Its key.
        key: KeyId,
        /// Its installed packs are blocked too, for ever.
        revoke: bool,
    },
}

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct PacksState {
    asked: bool,
    path: String,
    /// The pack whose "go back" or "remove" is open.
    open: Option<(PackId, Act)>,
    reason: String,
    publishers: PublishersState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    RollBack,
    Remove,
}

/// The screen.
pub fn show(
    ui: &mut Ui,
    model: &PacksModel,
    today: Date,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    if !state.asked {
        state.asked = true;
        commands.push(PacksCommand::FindSticks);
    }
    if let Some(words) = &model.read_only {
        message(ui, Tone::Warning, words, false);
    }
    if let Some(words) = &model.failed
        && message(ui, Tone::Problem, words, true)
    {
        commands.push(PacksCommand::CloseFailure);
    }
    if let Some(job) = &model.job {
        job_ui(ui, job, commands);
    }
    if let Some(summary) = &model.summary {
        summary_ui(ui, summary, commands);
    }
    ui.columns_const(|[left, right]| {
        column(left, |ui| {
            card(ui, |ui| installed_ui(ui, model, today, state, commands));
        });
        column(right, |ui| {
            card(ui, |ui| stick_ui(ui, model, state, commands));
        });
    });
    ui.add_space(space::S);
    let busy = model.job.is_some() || model.read_only.is_some();
    let keys = model.stick.as_ref().map(|stick| stick.keys.as_slice());
    card(ui, |ui| {
        publishers::show(
            ui,
            &model.publishers,
            keys.unwrap_or_default(),
            !busy,
            &mut state.publishers,
            commands,
        );
    });
}

fn job_ui(ui: &mut Ui, job: &Job, commands: &mut Vec<PacksCommand>) {
    card(ui, |ui| {
        ui.label(strong(&job.what));
        // In thousandths: a bar is not finer.
        let share = u128::from(job.done) * 1_000 / u128::from(job.total.max(1));
        let share = u16::try_from(share).unwrap_or(1_000).min(1_000);
        ui.add(ProgressBar::new(f32::from(share) / 1_000.0).desired_height(space::M));
        ui.horizontal(|ui| {
            if ui
                .add(Button::new("Cancel").enabled(!job.cancelling))
                .clicked()
            {
                commands.push(PacksCommand::Cancel);
            }
            let words = if job.cancelling {
                "Stopping; what is installed stays.".to_owned()
            } else {
                progress_words(job)
            };
            ui.label(words);
        });
    });
    ui.add_space(space::S);
}

/// `112 MB of 412 MB, about 14 seconds left`.
fn progress_words(job: &Job) -> String {
    if job.total == 0 {
        return format!("{} s", job.seconds);
    }
    let mut words = format!("{} of {}", bytes(job.done), bytes(job.total));
    // A guess from the first second alone would jump about.
    if job.seconds >= 2 && job.done > 0 {
        let rest = job.total.saturating_sub(job.done);
        let left = u128::from(rest) * u128::from(job.seconds) / u128::from(job.done);
        let left = match left {
            0..=1 => "almost done".to_owned(),
            2..=90 => format!("about {left} seconds left"),
            _ => format!("about {} minutes left", left.div_ceil(60)),
        };
        words = format!("{words}, {left}");
    }
    words
}

fn summary_ui(ui: &mut Ui, summary: &[Summed], commands: &mut Vec<PacksCommand>) {
    let done = summary.iter().filter(|row| row.result.is_ok()).count();
    let refused = summary.len() - done;
    card(ui, |ui| {
        ui.horizontal(|ui| {
            let mut words = format!("{} done", time::count(done, "pack"));
            if refused > 0 {
                words = format!("{words}, {refused} not");
            }
            ui.label(heading(&words));
            ui.add_space(space::L);
            if ui.add(Button::new("Close summary")).clicked() {
                commands.push(PacksCommand::CloseSummary);
            }
        });
        for row in summary {
            match &row.result {
                Ok(words) => row_words(ui, Tone::Good, &format!("{}: {words}", row.title), ""),
                Err(words) => row_words(ui, Tone::Problem, &words.headline, &words.advice),
            }
        }
    });
    ui.add_space(space::S);
}

/// An icon with its words, and more words in muted text below.
fn row_words(ui: &mut Ui, tone: Tone, words: &str, more: &str) {
    let t = theme::tokens(ui.ctx());
    let icon = match tone {
        Tone::Good => icons::CHECK_CIRCLE,
        Tone::Info => icons::INFO,
        Tone::Warning => icons::WARNING,
        Tone::Problem => icons::WARNING_CIRCLE,
    };
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(icon).color(tone.color(&t)));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.add(Label::new(words).wrap());
            if !more.is_empty() {
                ui.add(Label::new(small(ui, more)).wrap());
            }
        });
    });
}

fn installed_ui(
    ui: &mut Ui,
    model: &PacksModel,
    today: Date,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.label(heading("On this PC"));
    if model.installed.is_empty() {
        ui.label("Nothing is installed yet. Put in the stick with the packs.");
    }
    for row in model.installed.iter() {
        ui.separator();
        ui.add(Label::new(strong(&row.title)).wrap());
        let facts = format!(
            "Version {} · {} · {} · installed {}",
            row.version,
            row.publisher,
            bytes(row.bytes),
            time::short_day(row.installed_on, today)
        );
        ui.add(Label::new(small(ui, facts)).wrap());
        if let Some(trouble) = &row.trouble {
            row_words(ui, Tone::Problem, trouble, "");
        }
        if let Some(day) = row.review_by.filter(|day| *day < today) {
            let words = format!("Its content was to be reviewed by {}", time::full_day(day));
            row_words(ui, Tone::Warning, &words, "");
        }
        installed_acts(ui, row, model, state, commands);
    }
}

fn installed_acts(
    ui: &mut Ui,
    row: &InstalledRow,
    model: &PacksModel,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    // While something is under way or the folder is read-only, the reason stands on top.
    if model.job.is_some() || model.read_only.is_some() {
        return;
    }
    let open = state.open.clone().filter(|(id, _)| *id == row.id);
    match open.map(|(_, act)| act) {
        None => {
            ui.horizontal_wrapped(|ui| {
                if let Some(kept) = row.kept {
                    let words = format!("Go back to version {kept}…");
                    let spoken = format!("Go back to version {kept} of {}", row.title);
                    if ui.add(Button::quiet(&words).spoken(&spoken)).clicked() {
                        state.open = Some((row.id.clone(), Act::RollBack));
                        state.reason.clear();
                    }
                }
                let spoken = format!("Remove {}", row.title);
                if ui.add(Button::quiet("Remove…").spoken(&spoken)).clicked() {
                    state.open = Some((row.id.clone(), Act::Remove));
                }
            });
        }
        Some(Act::RollBack) => {
            field(ui, "Why? It goes into the log.", &mut state.reason, 320.0);
            let given = !state.reason.trim().is_empty();
            ui.horizontal(|ui| {
                if ui.add(Button::primary("Go back").enabled(given)).clicked() {
                    commands.push(PacksCommand::RollBack {
                        id: row.id.clone(),
                        reason: state.reason.trim().to_owned(),
                    });
                    state.open = None;
                }
                if ui.add(Button::new("Keep as it is")).clicked() {
                    state.open = None;
                }
                if !given {
                    ui.label(small(ui, "A reason is needed."));
                }
            });
        }
        Some(Act::Remove) => {
            ui.add(Label::new("It will not be offered any more. What was recorded stays.").wrap());
            ui.horizontal(|ui| {
                if ui.add(Button::primary("Remove it")).clicked() {
                    commands.push(PacksCommand::Remove(row.id.clone()));
                    state.open = None;
                }
                if ui.add(Button::new("Keep it")).clicked() {
                    state.open = None;
                }
            });
        }
    }
}

fn stick_ui(
    ui: &mut Ui,
    model: &PacksModel,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.label(heading("On the stick"));
        let again = Button::quiet("Look for sticks again").icon(icons::ARROWS_CLOCKWISE);
        if model.job.is_none() && ui.add(again).clicked() {
            commands.push(PacksCommand::FindSticks);
        }
    });
    if model.places.is_empty() {
        ui.label("No stick is in.");
    }
    // Asked for while something is under way, it is done afterwards.
    if let Some(path) = places_ui(ui, "Look at", &model.places, &mut state.path) {
        commands.push(PacksCommand::Look(path));
    }
    let Some(stick) = &model.stick else {
        return;
    };
    ui.add(Label::new(small(ui, stick.path.display().to_string())).wrap());
    if stick.packs.is_empty() && model.job.is_none() {
        banner(ui, Tone::Warning, "There is no pack here.");
    }
    let wanted: Vec<&StickRow> = stick
        .packs
        .iter()
        .filter(|row| row.verdict.is_wanted())
        .collect();
    if !wanted.is_empty() && model.job.is_none() {
        let size = bytes(wanted.iter().map(|row| row.bytes).sum());
        let words = format!("Install {} ({size})", time::count(wanted.len(), "pack"));
        let allowed = model.read_only.is_none();
        let install = Button::primary(&words).icon(icons::PACKAGE).large();
        if ui.add(install.enabled(allowed)).clicked() {
            let files = wanted.iter().map(|row| row.file.clone()).collect();
            commands.push(PacksCommand::Install(files));
        }
    }
    for row in &stick.packs {
        ui.separator();
        ui.add(Label::new(strong(&row.title)).wrap());
        let size = bytes(row.bytes);
        let (tone, words, more) = match &row.verdict {
            Verdict::New(version) => (
                Tone::Info,
                format!("Version {version} would be new here · {size}"),
                "",
            ),
            Verdict::Update(version) => (
                Tone::Info,
                format!("Would be updated to version {version} · {size}"),
                "",
            ),
            Verdict::Same(version) => (
                Tone::Good,
                format!("Version {version} is installed already · {size}"),
                "",
            ),
            Verdict::Refused(words) => {
                (Tone::Problem, words.headline.clone(), words.advice.as_str())
            }
        };
        row_words(ui, tone, &words, more);
    }
}

#[cfg(test)]
mod tests {
    use super::{Job, progress_words};

    #[test]
    fn progress_is_told_in_bytes_and_in_time_left() {
        let job = |done, seconds| Job {
            what: String::new(),
            done,
            total: 412_000_000,
            seconds,
            cancelling: false,
        };
        assert_eq!(progress_words(&job(1_000, 0)), "1 KB of 412 MB");
        assert_eq!(
            progress_words(&job(206_000_000, 10)),
            "206 MB of 412 MB, about 10 seconds left"
        );
        assert_eq!(
            progress_words(&job(41_200_000, 20)),
            "41 MB of 412 MB, about 3 minutes left"
        );
    }
}
