//! Opening the window.

use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Context, IconData, ViewportBuilder};
use eframe::egui_glow::HardwareAcceleration;
use eframe::egui_wgpu::WgpuSetup;
use eframe::wgpu::DeviceType;

use crate::app::window::arrivals::{self, Arrivals, Start};
use crate::app::{App, Clock};
use crate::operations::log_shown;
use crate::platform::log;
use crate::words::{Code, Words};

/// How to open the window.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where data lies, if the command line or the environment names a folder.
    pub data_dir: Option<PathBuf>,
    /// A pack or trust list to show on the IT screen.
    pub file: Option<PathBuf>,
    /// A video or audio file to play at once, without records.
    pub play: Option<PathBuf>,
    /// Fill the screen.
    pub full_screen: bool,
    /// A folder of sources to preview before it is signed; the data folder is for this alone.
    pub preview: Option<PathBuf>,
    /// Paint without a graphics card.
    pub software: bool,
    /// The clock that the window shows.
    pub clock: Clock,
    /// Files that further starts of the program hand over to this window.
    pub arrivals: Option<Arrivals>,
}

/// One way to paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Painter {
    /// OpenGL, with a graphics card if there is one.
    Glow,
    /// OpenGL without a graphics card.
    GlowSoftware,
    /// Whatever else the system has: where there is only an old OpenGL (remote desktop) this works.
    Wgpu,
    /// The same on a processor.
    WgpuSoftware,
}

impl Painter {
    fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::GlowSoftware => "glow-software",
            Self::Wgpu => "wgpu",
            Self::WgpuSoftware => "wgpu-software",
        }
    }
}

/// Opens the window and returns when it is closed; where this user has one open with the same data,
/// hands over to that and returns at once.
///
/// # Errors
/// If the machine can open no window: no display, or no way to paint on it. If the window that is
/// open does not answer.
pub fn run(options: &Options) -> Result<(), Words> {
    let ended = run_window(options);
    if let Err(words) = &ended {
        log_shown(words);
    }
    ended
}

fn run_window(options: &Options) -> Result<(), Words> {
    let mut options = options.clone();
    // Kept until the window is closed.
    let own = options.play.is_some() || options.preview.is_some();
    let start = if own {
        // Files that are played, and previews, have windows of their own.
        Start::Window(None)
    } else {
        arrivals::claim(options.data_dir.as_deref(), options.file.as_deref())?
    };
    let _instance = match start {
        Start::HandedOver => return Ok(()),
        Start::Window(None) => None,
        Start::Window(Some((instance, arrivals))) => {
            options.arrivals = Some(arrivals);
            Some(instance)
        }
    };
    let options = &options;
    let mut painters = [
        Painter::Glow,
        Painter::Wgpu,
        Painter::GlowSoftware,
        Painter::WgpuSoftware,
    ];
    if options.software {
        painters.rotate_left(2);
    }
    let mut reasons = Vec::new();
    let mut begun = None;
    for painter in painters {
        match open(options, painter, &mut begun) {
            Ok(()) => return Ok(()),
            Err(error) => {
                log::warning!("a way to paint failed", painter = painter.name());
                reasons.push(format!("{painter:?}: {error}"));
            }
        }
    }
    Err(Words::new(
        Code::Io,
        "Muster cannot open its window on this machine.",
        "Check that a screen is connected and a desktop session is running. If one is, install \
         this PC's graphics driver (on Linux Mesa, which also paints without a graphics card).",
    )
    .details(reasons.join("; ")))
}

/// What is behind a window, before there is one: stores are read and a file is opened while the
/// window system and the painter begin.
struct Begun {
    ctx: Context,
    app: App,
}

impl Begun {
    fn new(options: &Options) -> std::io::Result<Self> {
        let ctx = Context::default();
        // As the window's maker sets up its own.
        ctx.set_embed_viewports(false);
        if let Some(passes) = NonZeroUsize::new(2) {
            ctx.options_mut(|options| options.max_passes = passes);
        }
        if let Some(arrivals) = &options.arrivals {
            arrivals.wake(&ctx);
        }
        let app = App::new(&ctx, options.clone())?;
        Ok(Self { ctx, app })
    }
}

/// Opens the window with what was prepared, or prepares it itself. If no window could be opened,
/// `begun` keeps what was prepared.
fn open(options: &Options, painter: Painter, begun: &mut Option<Begun>) -> eframe::Result {
    let Begun { ctx, app } = match begun.take() {
        Some(begun) => begun,
        None => Begun::new(options).map_err(|error| eframe::Error::AppCreation(error.into()))?,
    };
    let mut viewport = ViewportBuilder::default()
        .with_title("Muster")
        .with_app_id("muster")
        .with_inner_size([1280.0, 720.0])
        .with_min_inner_size([800.0, 600.0])
        .with_fullscreen(options.full_screen);
    if let Some(icon) = icon() {
        viewport = viewport.with_icon(icon);
    }
    let mut native = eframe::NativeOptions {
        viewport,
        renderer: match painter {
            Painter::Glow | Painter::GlowSoftware => eframe::Renderer::Glow,
            Painter::Wgpu | Painter::WgpuSoftware => eframe::Renderer::Wgpu,
        },
        // Muster paints no gradients; on a processor the noise would be paid for at every pixel.
        dithering: false,
        ..eframe::NativeOptions::default()
    };
    match painter {
        Painter::GlowSoftware => {
            native.glow_options.hardware_acceleration = HardwareAcceleration::Off;
        }
        Painter::WgpuSoftware => {
            if let WgpuSetup::CreateNew(setup) = &mut native.wgpu_options.wgpu_setup {
                setup.native_adapter_selector = Some(Arc::new(|adapters, _| {
                    let mut all = adapters.iter();
                    all.find(|adapter| adapter.get_info().device_type == DeviceType::Cpu)
                        .cloned()
                        .ok_or_else(|| "no adapter paints on the processor".to_owned())
                }));
            }
        }
        Painter::Glow | Painter::Wgpu => {}
    }
    let mut waiting = Some(app);
    let show = || {
        eframe::run_native_ext(
            "Muster",
            native,
            Some(ctx.clone()),
            Box::new(|_| match waiting.take() {
                Some(app) => Ok(Box::new(app)),
                None => Err("the window was asked for twice".into()),
            }),
        )
    };
    let shown = match panic::catch_unwind(AssertUnwindSafe(show)) {
        Ok(shown) => shown,
        // Where OpenGL offers nothing to paint on, eframe panics; there are other painters.
        Err(_) if waiting.is_some() => Err(eframe::Error::AppCreation(
            "it panicked before there was a window".into(),
        )),
        Err(panicked) => panic::resume_unwind(panicked),
    };
    *begun = waiting.map(|app| Begun { ctx, app });
    shown
}

fn icon() -> Option<IconData> {
    eframe::icon_data::from_png_bytes(include_bytes!("../../../icons/muster-256.png")).ok()
}
