//! Elsewhere nobody is asked: monitors are known again by socket and size.

use crate::app::monitors::System;

/// Nobody.
pub(in crate::app) struct Asked;

impl Asked {
    pub(in crate::app) fn new() -> Self {
        Self
    }
}

impl System for Asked {}
