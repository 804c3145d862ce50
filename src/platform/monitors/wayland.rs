//! Which monitors a Wayland compositor shows: read over a connection of our own, since the list
//! of winit 0.30 has each monitor twice and keeps one of them after it was pulled out.

use std::collections::BTreeMap;

use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_output::{self, WlOutput};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle};

use crate::platform::monitors::Identity;

/// From this version on an output states its name.
const NAMES: u32 = 4;

/// What an output states about itself.
#[derive(Default)]
struct About {
    name: String,
    make: String,
    model: String,
}

/// The outputs by the numbers under which the compositor announced them.
#[derive(Default)]
struct Outputs(BTreeMap<u32, (WlOutput, About)>);

/// A connection to the compositor.
pub struct Compositor {
    queue: EventQueue<Outputs>,
    outputs: Outputs,
}

impl Compositor {
    /// Connects to the one in whose session the program runs. Nothing if there is none, or if its
    /// outputs have no names.
    pub fn connect() -> Option<Self> {
        let connection = Connection::connect_to_env().ok()?;
        let (globals, queue) = registry_queue_init::<Outputs>(&connection).ok()?;
        let mut outputs = Outputs::default();
        for global in globals.contents().clone_list() {
            if global.interface == WlOutput::interface().name {
                if global.version < NAMES {
                    return None;
                }
                outputs.bind(globals.registry(), global.name, &queue.handle());
            }
        }
        Some(Self { queue, outputs })
    }

    /// Takes in what changed. `false` if the compositor is gone.
    pub fn refresh(&mut self) -> bool {
        self.queue.roundtrip(&mut self.outputs).is_ok()
    }

    /// The names of the monitors, as of the last refresh.
    pub fn sockets(&self) -> impl Iterator<Item = &str> {
        self.outputs
            .0
            .values()
            .map(|(_, about)| about.name.as_str())
    }

    /// Maker and model of the monitor of this name, if it states them.
    pub fn identity(&self, socket: &str) -> Option<Identity> {
        let mut all = self.outputs.0.values();
        let (_, about) = all.find(|(_, about)| about.name == socket)?;
        let words = [&about.make, &about.model].map(|word| word.trim());
        let device = words.join(" ").trim().to_owned();
        let name = words.into_iter().rev().find(|word| !word.is_empty())?;
        Some(Identity {
            name: name.to_owned(),
            device,
            formerly: String::new(),
        })
    }
}

impl Outputs {
    fn bind(&mut self, registry: &WlRegistry, number: u32, queue: &QueueHandle<Self>) {
        let output = registry.bind::<WlOutput, _, _>(number, NAMES, queue, number);
        self.0.insert(number, (output, About::default()));
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Outputs {
    fn event(
        outputs: &mut Self,
        registry: &WlRegistry,
        event: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        queue: &QueueHandle<Self>,
    ) {
        match event {
            wl_registry::Event::Global {
                name,
                interface,
                version,
            } if interface == WlOutput::interface().name && version >= NAMES => {
                outputs.bind(registry, name, queue);
            }
            wl_registry::Event::GlobalRemove { name } => {
                if let Some((output, _)) = outputs.0.remove(&name) {
                    output.release();
                }
            }
            _ => {}
        }
    }
}

impl Dispatch<WlOutput, u32> for Outputs {
    fn event(
        outputs: &mut Self,
        _: &WlOutput,
        event: wl_output::Event,
        number: &u32,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        let Some((_, about)) = outputs.0.get_mut(number) else {
            return;
        };
        match event {
            wl_output::Event::Name { name } => about.name = name,
            wl_output::Event::Geometry { make, model, .. } => {
                about.make = make;
                about.model = model;
            }
            _ => {}
        }
    }
}
