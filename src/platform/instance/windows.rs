//! A named pipe for this user alone. Its name is random and written in a file in the user's own
//! folder: nobody can make a pipe of that name first.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle};
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;
use windows_sys::Win32::Foundation::{ERROR_PIPE_CONNECTED, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_FIRST_PIPE_INSTANCE, PIPE_ACCESS_DUPLEX, SECURITY_IDENTIFICATION,
};
use windows_sys::Win32::System::Pipes::{
    ConnectNamedPipe, CreateNamedPipeW, DisconnectNamedPipe, PIPE_READMODE_BYTE,
    PIPE_REJECT_REMOTE_CLIENTS, PIPE_TYPE_BYTE, PIPE_WAIT, PeekNamedPipe,
};

use crate::platform::access_list::Descriptor;
use crate::platform::files;

/// Protected; all rights for the system and the owner, none for others.
const ACCESS: &str = "D:P(A;;GA;;;SY)(A;;GA;;;OW)";
/// Between two looks whether something was sent.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How often that is checked: three seconds in all.
const MAX_POLLS: u32 = 150;
/// Room for messages, in bytes.
const BUFFER: u32 = 4096;

/// The folder for the lock and the pipe's name, in the user's profile.
pub(super) fn private_folder(personal: &Path) -> io::Result<PathBuf> {
    let profile = std::env::var_os("LOCALAPPDATA").map(PathBuf::from);
    let profile = profile.filter(|folder| folder.is_absolute());
    let folder = profile.map_or_else(
        || personal.join("run"),
        |folder| folder.join("Muster").join("run"),
    );
    files::create_folders(&folder)?;
    Ok(folder)
}

#[derive(Clone, Debug)]
pub(super) struct Listener {
    pipe: Arc<File>,
}

impl Listener {
    /// Listens under a new name; the caller holds the lock.
    pub(super) fn open(folder: &Path, name: &str) -> io::Result<Self> {
        let pipe = format!(r"\\.\pipe\muster-{}", Uuid::new_v4());
        let descriptor = Descriptor::parse(ACCESS)?;
        let attributes = descriptor.attributes()?;
        let wide: Vec<u16> = pipe.encode_utf16().chain([0]).collect();
        // SAFETY: the name ends in zero; it, the attributes and the descriptor outlive the call.
        let handle = unsafe {
            CreateNamedPipeW(
                wide.as_ptr(),
                PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE,
                PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS,
                1,
                BUFFER,
                BUFFER,
                0,
                &raw const attributes,
            )
        };
        if handle == INVALID_HANDLE_VALUE {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the handle is open, and nobody else has it.
        let pipe_file = unsafe { File::from_raw_handle(handle) };
        let mut temp = files::temp_builder("pipe", 0o600).tempfile_in(folder)?;
        temp.write_all(pipe.as_bytes())?;
        temp.persist(address(folder, name))?;
        Ok(Self {
            pipe: Arc::new(pipe_file),
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
    pub(super) fn share(&self) -> io::Result<Self> {
        Ok(self.clone())
    }

    /// Each connection, one after the other.
    pub(super) fn each(&self, mut connected: impl FnMut(Stream)) {
        let handle = self.pipe.as_raw_handle();
        loop {
            // SAFETY: the pipe is open for as long as `self` is; no overlapped structure is used.
            let waited = unsafe { ConnectNamedPipe(handle, ptr::null_mut()) };
            let already = ERROR_PIPE_CONNECTED.cast_signed();
            if waited != 0 || io::Error::last_os_error().raw_os_error() == Some(already) {
                let stream = || Stream {
                    pipe: Arc::clone(&self.pipe),
                };
                connected(stream());
                // What was answered is read before the other side is let go, which it ends by
                // closing its end.
                let _ = stream().wait_for_bytes();
            } else {
                std::thread::sleep(Duration::from_secs(1));
            }
            // SAFETY: as above.
            unsafe { DisconnectNamedPipe(handle) };
        }
    }
}

/// One end of the pipe. Reading ends after some seconds in which nothing comes.
pub(super) struct Stream {
    pipe: Arc<File>,
}

impl Stream {
    fn wait_for_bytes(&self) -> io::Result<()> {
        for _ in 0..MAX_POLLS {
            let mut there = 0_u32;
            // SAFETY: the pipe is open; nothing but the count of bytes is asked for.
            let succeeded = unsafe {
                PeekNamedPipe(
                    self.pipe.as_raw_handle(),
                    ptr::null_mut(),
                    0,
                    ptr::null_mut(),
                    &raw mut there,
                    ptr::null_mut(),
                )
            };
            if succeeded == 0 {
                return Err(io::Error::last_os_error());
            }
            if there > 0 {
                return Ok(());
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        Err(io::ErrorKind::TimedOut.into())
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.wait_for_bytes()?;
        (&*self.pipe).read(buffer)
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.pipe).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn connect(folder: &Path, name: &str) -> io::Result<Stream> {
    let file = files::open_no_link(&address(folder, name))?;
    let pipe = files::read_up_to(file, 200)?;
    let pipe = String::from_utf8(pipe).map_err(io::Error::other)?;
    // A name of another kind leads to no pipe of a window.
    if !pipe.starts_with(r"\\.\pipe\muster-") {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let pipe = OpenOptions::new()
        .read(true)
        .write(true)
        // Whoever is at the other end learns who this is and cannot act as this user.
        .security_qos_flags(SECURITY_IDENTIFICATION)
        .open(pipe)?;
    Ok(Stream {
        pipe: Arc::new(pipe),
    })
}

fn address(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.pipe"))
}

pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    let units = path.as_os_str().encode_wide();
    units.flat_map(u16::to_le_bytes).collect()
}

pub(super) fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    (rest.is_empty() && !units.contains(&0)).then(|| PathBuf::from(OsString::from_wide(&units)))
}
