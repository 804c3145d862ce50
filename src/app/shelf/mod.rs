//! What the window knows of the stores: reading them, reading installed packs again, a pack's
//! files as sources, and following what other programs change.
//!
//! Not here: the shelf itself (`crate::library`) and the records (`crate::records`).

pub(in crate::app) mod load;
pub(in crate::app) mod pack_file;
pub(in crate::app) mod recheck;
pub(in crate::app) mod store_follower;
