//! Every rule of PACK-FORMAT sections 1 to 5: a pack with one defect each, made here, and the code
//! with which it is refused.

mod fixture;
mod manifest_rules;
mod names;
mod raw;
mod reading;
mod signatures;
mod trust_lists;
mod writing;
mod zip_profile;
