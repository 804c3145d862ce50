//! The rules of FORMAT for whoever reads a pack: a pack with one defect each, made here, and the
//! code with which it is refused.

mod fixture;
mod manifest_rules;
mod names;
mod raw;
mod reading;
mod signatures;
mod trust_lists;
mod writing;
mod zip_profile;
