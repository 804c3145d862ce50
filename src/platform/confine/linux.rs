//! Linux: limits at nothing, and a filter of system calls (seccomp).

use std::collections::BTreeMap;

use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch, apply_filter_all_threads,
};

/// What computing, memory, the end and two open pipes take. All else is refused with `EPERM`.
const ALLOWED: [i64; 22] = [
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_write,
    libc::SYS_writev,
];

/// What fails is left: the rest holds.
pub(super) fn give_up_rights() {
    // No file is opened or grows, no process or thread is made.
    for resource in [Resource::Nofile, Resource::Fsize, Resource::Nproc] {
        let nothing = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(resource, nothing);
    }
    // Takes what a setuid program would give as well. A kernel without seccomp refuses it.
    if let Ok(filter) = filter() {
        let _ = apply_filter_all_threads(&filter);
    }
}

fn filter() -> Result<BpfProgram, Error> {
    let without = |argument, bits: i32, value: i32| {
        let [bits, value] = [bits, value].map(|number| u64::from(number.unsigned_abs()));
        SeccompCondition::new(
            argument,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::MaskedEq(bits),
            value,
        )
    };
    let no_code = || without(2, libc::PROT_EXEC, 0);
    let no_file = || without(3, libc::MAP_ANONYMOUS, libc::MAP_ANONYMOUS);
    // Of a process, only itself can be ended: what aborts does.
    let itself = SeccompCondition::new(
        0,
        SeccompCmpArgLen::Dword,
        SeccompCmpOp::Eq,
        u64::from(std::process::id()),
    )?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        ALLOWED.into_iter().map(|call| (call, Vec::new())).collect();
    rules.insert(
        libc::SYS_mmap,
        vec![SeccompRule::new(vec![no_code()?, no_file()?])?],
    );
    rules.insert(
        libc::SYS_mprotect,
        vec![SeccompRule::new(vec![no_code()?])?],
    );
    rules.insert(libc::SYS_tgkill, vec![SeccompRule::new(vec![itself])?]);
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(
        rules,
        refused,
        SeccompAction::Allow,
        TargetArch::try_from(std::env::consts::ARCH)?,
    )?;
    Ok(BpfProgram::try_from(filter)?)
}
