//! What is left out while a document is read, with its place.

use super::model::{OmissionNotice, OmittedNotice, PlaceNotice};

/// A heading is cut after so many characters where it names a place.
const MAX_HEADING: usize = 80;
/// More places are not told apart.
const MAX_PLACES: usize = 500;

/// What was left out so far, and where the reader is.
#[derive(Debug, Default)]
pub(super) struct LeftOuts {
    found: Vec<OmissionNotice>,
    /// The page, from 1, if pages are known.
    pub page: Option<u32>,
    heading: Option<String>,
    /// The slide, from 1.
    pub slide: Option<u32>,
}

impl LeftOuts {
    /// Nothing yet, on this page.
    pub(super) fn beginning_at(page: Option<u32>) -> Self {
        Self {
            page,
            ..Self::default()
        }
    }

    /// The heading that was read last.
    pub(super) fn enter_heading(&mut self, heading: &str) {
        self.heading = Some(heading.chars().take(MAX_HEADING).collect());
    }

    /// Adds one here.
    pub(super) fn add(&mut self, what: OmittedNotice) {
        let place = match (self.slide, self.page, &self.heading) {
            (Some(slide), ..) => PlaceNotice::Slide(slide),
            (None, Some(page), _) => PlaceNotice::Page(page),
            (None, None, Some(heading)) => PlaceNotice::Heading(heading.clone()),
            (None, None, None) => PlaceNotice::Beginning,
        };
        self.add_at(what, place);
    }

    /// Adds what is on every page.
    pub(super) fn add_everywhere(&mut self, what: OmittedNotice) {
        self.add_at(what, PlaceNotice::Everywhere);
    }

    fn add_at(&mut self, what: OmittedNotice, place: PlaceNotice) {
        let mut known = self.found.iter_mut().rev();
        if let Some(known) = known.find(|it| it.what == what && it.place == place) {
            known.count = known.count.saturating_add(1);
        } else if self.found.len() < MAX_PLACES {
            self.found.push(OmissionNotice {
                what,
                count: 1,
                place,
            });
        }
    }

    pub(super) fn into_found(self) -> Vec<OmissionNotice> {
        self.found
    }
}
