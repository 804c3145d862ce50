//! A sound server of the test's own, with sinks that can be listened to.
//!
//! The sound system reads where its server is from the environment, which a program cannot change
//! for itself here: so each test runs itself once more in an environment of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const INSIDE: &str = "MUSTER_TEST_SOUND_ROOM";
/// Frames a second of what is recorded.
pub const RATE: usize = 48_000;

/// Runs `body` where the sound system sees nothing but the test's own server. What it wrote to
/// standard error is given back once it has passed.
pub fn inside(test: &str, body: impl FnOnce(&Room)) -> String {
    if let Some(folder) = std::env::var_os(INSIDE) {
        body(&Room {
            folder: PathBuf::from(folder),
        });
        return String::new();
    }
    // One after the other: several sound servers at once would disturb each other's timing.
    let turn = std::fs::File::create(std::env::temp_dir().join("muster-test-sound.lock"))
        .expect("a file to wait at");
    turn.lock().expect("its turn");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let devices = "pcm.!default { type pulse }\nctl.!default { type pulse }\n\
        pcm.other { type pulse device second hint { show on description \"The other one\" } }\n";
    std::fs::write(path.join(".asoundrc"), devices).expect("written");
    let output = Command::new(std::env::current_exe().expect("this test"))
        .args([test, "--exact", "--nocapture"])
        .env(INSIDE, path)
        .env("HOME", path)
        .env("XDG_RUNTIME_DIR", path)
        .env("XDG_CONFIG_HOME", path)
        .env("PULSE_RUNTIME_PATH", path)
        .env("PULSE_STATE_PATH", path)
        .env("PULSE_SERVER", server(path))
        .output()
        .expect("this test runs");
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{stdout}\n{printed}");
    assert!(stdout.contains("1 passed"), "no such test: {stdout}");
    printed
}

fn server(folder: &Path) -> String {
    format!("unix:{}", folder.join("native").display())
}

pub struct Room {
    pub folder: PathBuf,
}

/// A process that ends with its handle.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _over = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Room {
    /// Starts the sound server with two sinks, of which the first is the default.
    pub fn serve(&self) -> Running {
        let socket = self.folder.join("native");
        let _left = std::fs::remove_file(&socket);
        let protocol = format!(
            "module-native-protocol-unix socket={} auth-anonymous=1",
            socket.display()
        );
        let child = Command::new("pulseaudio")
            .args([
                "-n",
                "--daemonize=no",
                "--use-pid-file=no",
                "--exit-idle-time=-1",
            ])
            .args(["-L", "module-null-sink sink_name=first"])
            .args(["-L", "module-null-sink sink_name=second"])
            .args(["-L", &protocol])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("pulseaudio is needed for this test: install it");
        let running = Running(child);
        until("the sound server answers", || {
            let asked = Command::new("pactl").arg("info").output();
            asked.is_ok_and(|answer| answer.status.success())
        });
        control(&["set-default-sink", "first"]);
        running
    }

    /// A clip with a tone of 440 Hz, and pictures.
    pub fn clip(&self, seconds: u32) -> PathBuf {
        let file = self.folder.join(format!("tone-{seconds}.mp4"));
        let tone = format!("sine=frequency=440:sample_rate=48000:duration={seconds}");
        let pictures = format!("testsrc=size=64x36:rate=25:duration={seconds}");
        let status = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", &pictures])
            .args(["-f", "lavfi", "-i", &tone])
            .args([
                "-c:v", "libx264", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac",
            ])
            .arg(&file)
            .status()
            .expect("ffmpeg is needed for this test: install it");
        assert!(status.success());
        file
    }
}

pub fn control(arguments: &[&str]) {
    let status = Command::new("pactl").args(arguments).status();
    assert!(status.is_ok_and(|status| status.success()), "{arguments:?}");
}

/// Listens to a sink from now on.
pub fn listen(sink: &str) -> Ear {
    let mut child = Command::new("parec")
        .args([
            "--raw",
            "--format=float32le",
            "--rate=48000",
            "--channels=2",
        ])
        .args(["--latency-msec=20", "-d", &format!("{sink}.monitor")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("parec is needed for this test: install it");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    // It hears once something comes, were it silence.
    out.fill_buf().expect("sound");
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _end = out.read_to_end(&mut bytes);
        bytes
    });
    Ear {
        running: Running(child),
        reader,
    }
}

pub struct Ear {
    running: Running,
    reader: std::thread::JoinHandle<Vec<u8>>,
}

impl Ear {
    /// What was heard, stereo.
    pub fn heard(self) -> Vec<[f32; 2]> {
        drop(self.running);
        let bytes = self.reader.join().expect("sound");
        bytes
            .as_chunks::<4>()
            .0
            .chunks_exact(2)
            .map(|frame| [f32::from_le_bytes(frame[0]), f32::from_le_bytes(frame[1])])
            .collect()
    }
}

/// Waits until something holds, at most twenty seconds.
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "{what}: never");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Whether a sound is to be heard in this stretch.
pub fn is_loud(frames: &[[f32; 2]]) -> bool {
    let sum: f32 = frames
        .iter()
        .map(|[left, right]| left * left + right * right)
        .sum();
    sum > 1e-4 * frames.len() as f32
}

/// From the first to the last hundredth of a second that is loud, in frames.
pub fn loud_part(heard: &[[f32; 2]]) -> &[[f32; 2]] {
    let step = RATE / 100;
    let loud: Vec<usize> = heard
        .chunks_exact(step)
        .enumerate()
        .filter(|(_, part)| is_loud(part))
        .map(|(number, _)| number)
        .collect();
    match (loud.first(), loud.last()) {
        (Some(first), Some(last)) => &heard[first * step..(last + 1) * step],
        _ => &[],
    }
}

/// The pitch of a tone: the middle one of what is found in each tenth of a second.
pub fn pitch(frames: &[[f32; 2]]) -> f64 {
    let mut found: Vec<f64> = frames.chunks_exact(RATE / 10).map(pitch_of).collect();
    found.sort_by(f64::total_cmp);
    found[found.len() / 2]
}

/// The pitch of a short stretch, from how often it rises through nothing.
fn pitch_of(frames: &[[f32; 2]]) -> f64 {
    let mut rises = Vec::new();
    for (number, pair) in frames.windows(2).enumerate() {
        let (before, after) = (f64::from(pair[0][0]), f64::from(pair[1][0]));
        if before < 0.0 && after >= 0.0 {
            rises.push(number as f64 + before / (before - after));
        }
    }
    let (Some(first), Some(last)) = (rises.first(), rises.last()) else {
        return 0.0;
    };
    (rises.len() - 1) as f64 * RATE as f64 / (last - first)
}
