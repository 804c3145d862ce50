//! Elsewhere nobody is asked: monitors are known again by socket and size.

use crate::platform::monitors::System;

/// Nobody.
pub struct Asked;

impl Asked {
    pub fn new() -> Self {
        Self
    }
}

impl System for Asked {}
