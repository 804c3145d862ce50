//! By which rule minutes of training time are credited.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The agency's rule by which an officer is credited (RECORDS 1.13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditRule {
    /// What the module grants, if it grants any, whatever it took.
    #[default]
    Planned,
    /// The minutes that the officer was there.
    Actual,
    /// The minutes that the officer was there, and no more than the module grants, or is planned to
    /// take where it grants none.
    Capped,
}

impl CreditRule {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Actual, Self::Capped];

    /// Its name in settings, records and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Actual => "actual",
            Self::Capped => "capped",
        }
    }

    /// The minutes that are credited to somebody who was there for `minutes`; nothing where none are
    /// granted, or where it is not known how long that was.
    #[must_use]
    pub fn credit(self, granted: Option<u32>, planned: u32, minutes: Option<u32>) -> Option<u32> {
        match self {
            Self::Planned => granted,
            Self::Actual => minutes,
            Self::Capped => minutes.map(|minutes| minutes.min(granted.unwrap_or(planned))),
        }
    }
}

impl fmt::Display for CreditRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// It is not the name of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCreditRule;

impl FromStr for CreditRule {
    type Err = NoCreditRule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut rules = Self::ALL.into_iter();
        rules.find(|rule| rule.name() == text).ok_or(NoCreditRule)
    }
}

#[cfg(test)]
mod tests {
    use super::CreditRule;

    #[test]
    fn each_rule_credits_by_what_was_granted_planned_and_sat_through() {
        let credit = |rule: CreditRule, granted| rule.credit(granted, 10, Some(12));
        assert_eq!(credit(CreditRule::Planned, Some(15)), Some(15));
        assert_eq!(credit(CreditRule::Planned, None), None);
        assert_eq!(credit(CreditRule::Actual, Some(15)), Some(12));
        assert_eq!(credit(CreditRule::Actual, None), Some(12));
        assert_eq!(credit(CreditRule::Capped, Some(15)), Some(12));
        assert_eq!(credit(CreditRule::Capped, Some(5)), Some(5));
        assert_eq!(credit(CreditRule::Capped, None), Some(10));
        assert_eq!(CreditRule::Capped.credit(Some(15), 10, None), None);
        assert_eq!(CreditRule::Planned.credit(Some(15), 10, None), Some(15));
        for rule in CreditRule::ALL {
            assert_eq!(rule.name().parse(), Ok(rule));
            let json = serde_json::to_value(rule).expect("JSON");
            assert_eq!(json, rule.name());
        }
    }
}
