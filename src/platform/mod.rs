//! What differs by operating system, behind one interface each: monitors, sticks and other places,
//! the administrator, who may change what, keeping the screen on, the display, the console, file
//! handles, fonts, locks, the log, rights, child processes, files written for people and the allocator. It knows
//! none of Muster's other rooms and no widget; the types that it hands out are its own. What a file
//! means, what a child process does and which sentence is shown belongs to the rooms above.
//!
//! Most of the `unsafe` code in Muster lies here, each piece in a small module with its reason.

#[cfg(any(windows, test))]
mod access_list;
pub mod administrator;
pub mod child;
pub mod confine;
pub mod console;
pub mod copies;
pub mod display;
pub mod files;
pub mod fonts;
pub mod instance;
pub mod journals;
pub mod keep_awake;
pub mod locks;
pub mod log;
pub mod machine;
pub mod memory;
pub mod monitors;
pub mod places;
pub mod private;
pub mod protection;
pub mod rights;
pub mod sticks;
pub mod stop;
pub mod whole_file;
