//! The agency's approvals of modules: given and withdrawn, with the full history.

use jiff::Timestamp;

use crate::pack::ModuleRef;
use crate::station::{Approval, ApprovalChange, Station};

impl Station {
    /// The approval in force for this module.
    #[must_use]
    pub fn approval(&self, module: &ModuleRef) -> Option<&Approval> {
        self.approvals.iter().find(|a| a.module == *module)
    }

    /// Approves a module for use; a new approval takes the place of the one before.
    pub fn approve(&mut self, approval: Approval, account: &str) {
        self.approvals.retain(|a| a.module != approval.module);
        self.approval_history.push(ApprovalChange {
            module: approval.module.clone(),
            approved: true,
            by: approval.by.clone(),
            note: approval.note.clone(),
            at: approval.at,
            account: account.to_owned(),
        });
        self.approvals.push(approval);
    }

    /// Withdraws the approval of a module. Returns whether there was one; without one nothing is
    /// entered.
    pub fn withdraw_approval(
        &mut self,
        module: &ModuleRef,
        by: &str,
        note: &str,
        at: Timestamp,
        account: &str,
    ) -> bool {
        let before = self.approvals.len();
        self.approvals.retain(|a| a.module != *module);
        let withdrawn = self.approvals.len() < before;
        if withdrawn {
            self.approval_history.push(ApprovalChange {
                module: module.clone(),
                approved: false,
                by: by.to_owned(),
                note: note.to_owned(),
                at,
                account: account.to_owned(),
            });
        }
        withdrawn
    }
}

#[cfg(test)]
mod tests {
    use crate::station::{Approval, Station};
    use jiff::Timestamp;

    #[test]
    fn an_approval_that_is_withdrawn_stays_in_the_history() {
        let mut station = Station::default();
        let approval = Approval {
            module: "example.pack/detainers".parse().expect("a module"),
            by: "Training unit".to_owned(),
            note: String::new(),
            at: Timestamp::UNIX_EPOCH,
        };
        let module = approval.module.clone();
        station.approve(approval, "it");
        assert!(station.approval(&module).is_some());
        let at = Timestamp::UNIX_EPOCH;
        assert!(station.withdraw_approval(&module, "Training unit", "new form", at, "it"));
        assert!(!station.withdraw_approval(&module, "Training unit", "again", at, "it"));
        assert!(station.approval(&module).is_none());
        let history = &station.approval_history;
        let steps: Vec<(bool, &str)> = history.iter().map(|c| (c.approved, &*c.note)).collect();
        assert_eq!(steps, [(true, ""), (false, "new form")]);
    }
}
