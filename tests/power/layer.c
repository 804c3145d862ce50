// Runs a program and watches every file operation that it does in one folder and below: counts
// them, and at the one that is asked for stops the program, tears a write, fails or waits.
//
//   layer FOLDER LOG MODE N -- PROGRAM ARGUMENT…
//
// It sits below the program, at the system call (seccomp and ptrace, so x86-64 Linux only): the
// program's own code, SQLite's and that of crates which do without libc all pass it.
//
//   MODE      what happens at operation N, counted from 1
//   record    nothing
//   before    the program is killed before it
//   torn      the program is killed after half of it, if it writes, else right after it
//   eio       it fails with EIO
//   eio-all   the same; the operations that change nothing on the disk are counted too
//   eio-from  the same, and every operation after it
//   full      it fails with ENOSPC if it asks the disk for room, and so does every one after it
//   short     it reads or writes a few bytes, if it does, and so does every one after it;
//             the operations that change nothing on the disk are counted too
//   hold      the program waits before it until a line comes in on standard input; "held" is said
//             on standard error before that
//
// LOG gets a line for every operation that changed something and succeeded, what it wrote after
// it, and at last how many operations there were: `NUMBER NAME RESULT OFFSET BYTES<TAB>PATH<TAB>SECOND PATH`.
// The exit code is the program's, 200 if it was killed here, 201 if this layer failed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind {
    READS = 1,  // changes nothing: counted where operations fail, not where they stop
    MOVES = 2,  // third argument is a length
    ROOM = 4,   // asks the disk for room
    BY_FD = 8,  // the first argument is an open file
    AT = 16,    // the first argument is an open folder, the second a path below it
    DATA = 32,  // writes bytes
};

struct operation {
    long number;
    const char *name;
    int kind;
};

static const struct operation operations[] = {
    {SYS_open, "open", ROOM},
    {SYS_creat, "creat", ROOM},
    {SYS_openat, "openat", ROOM | AT},
    {SYS_read, "read", READS | MOVES | BY_FD},
    {SYS_pread64, "pread", READS | MOVES | BY_FD},
    {SYS_readv, "readv", READS | BY_FD},
    {SYS_preadv, "preadv", READS | BY_FD},
    {SYS_getdents64, "getdents", READS | BY_FD},
    {SYS_stat, "stat", READS},
    {SYS_lstat, "lstat", READS},
    {SYS_fstat, "fstat", READS | BY_FD},
    {SYS_newfstatat, "fstatat", READS | AT},
    {SYS_statx, "statx", READS | AT},
    {SYS_access, "access", READS},
    {SYS_faccessat, "faccessat", READS | AT},
    {SYS_statfs, "statfs", READS},
    {SYS_fstatfs, "fstatfs", READS | BY_FD},
    {SYS_lseek, "lseek", READS | BY_FD},
    {SYS_write, "write", MOVES | ROOM | BY_FD | DATA},
    {SYS_pwrite64, "pwrite", MOVES | ROOM | BY_FD | DATA},
    {SYS_writev, "writev", ROOM | BY_FD | DATA},
    {SYS_pwritev, "pwritev", ROOM | BY_FD | DATA},
    {SYS_sendfile, "sendfile", ROOM | BY_FD | DATA},
    {SYS_copy_file_range, "copy_file_range", ROOM | DATA},
    {SYS_fallocate, "fallocate", ROOM | BY_FD},
    {SYS_truncate, "truncate", 0},
    {SYS_ftruncate, "ftruncate", BY_FD},
    {SYS_fsync, "fsync", BY_FD},
    {SYS_fdatasync, "fdatasync", BY_FD},
    {SYS_sync_file_range, "sync_file_range", BY_FD},
    {SYS_flock, "flock", READS | BY_FD},
    {SYS_fcntl, "lock", READS | BY_FD},
    {SYS_rename, "rename", 0},
    {SYS_renameat, "renameat", AT},
    {SYS_renameat2, "renameat2", AT},
    {SYS_unlink, "unlink", 0},
    {SYS_unlinkat, "unlinkat", AT},
    {SYS_rmdir, "rmdir", 0},
    {SYS_mkdir, "mkdir", ROOM},
    {SYS_mkdirat, "mkdirat", ROOM | AT},
    {SYS_link, "link", ROOM},
    {SYS_linkat, "linkat", ROOM | AT},
    {SYS_symlink, "symlink", 0},
    {SYS_symlinkat, "symlinkat", 0},
    {SYS_chmod, "chmod", 0},
    {SYS_fchmod, "fchmod", BY_FD},
    {SYS_fchmodat, "fchmodat", AT},
    {SYS_fchown, "fchown", BY_FD},
    {SYS_utimensat, "utimensat", AT},
};
#define OPERATIONS (sizeof operations / sizeof *operations)

enum mode { RECORD, BEFORE, TORN, EIO_AT, EIO_ALL, EIO_FROM, FULL, SHORT, HOLD };
static const char *modes[] = {"record", "before", "torn", "eio", "eio-all", "eio-from", "full", "short", "hold"};

// An operation that a thread has begun.
struct begun {
    pid_t thread;
    const struct operation *operation;
    char path[PATH_MAX], second[PATH_MAX];
    long number, offset;
    int was_there, then_kill;
};

static struct begun threads[64];
static const char *folder;
static FILE *record;
static enum mode mode;
static long target, count;
static pid_t program;
static int killed;

static void fail(const char *what) {
    fprintf(stderr, "layer: %s: %s\n", what, strerror(errno));
    if (program > 0) kill(program, SIGKILL);
    exit(201);
}

static struct begun *of_thread(pid_t thread) {
    struct begun *empty = NULL;
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        if (threads[i].thread == thread) return &threads[i];
        if (!threads[i].thread && !empty) empty = &threads[i];
    }
    if (!empty) fail("too many threads");
    empty->thread = thread;
    return empty;
}

static void link_target(pid_t thread, const char *what, long number, char *path) {
    char name[64];
    snprintf(name, sizeof name, number < 0 ? "/proc/%d/%s" : "/proc/%d/%s/%ld", thread, what, number);
    ssize_t length = readlink(name, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void text_at(pid_t thread, unsigned long address, char *text) {
    // In pieces that end with a page, as the next page may not be there.
    size_t done = 0;
    text[0] = 0;
    while (address && done < PATH_MAX - 1) {
        size_t piece = 4096 - (address + done) % 4096;
        if (piece > PATH_MAX - 1 - done) piece = PATH_MAX - 1 - done;
        struct iovec ours = {text + done, piece}, theirs = {(void *)(address + done), piece};
        ssize_t got = process_vm_readv(thread, &ours, 1, &theirs, 1, 0);
        if (got <= 0) break;
        if (memchr(text + done, 0, got)) return;
        done += got;
    }
    text[done] = 0;
}

static void path_at(pid_t thread, long at, unsigned long address, char *path) {
    char below[PATH_MAX];
    text_at(thread, address, below);
    if (below[0] == '/') {
        strcpy(path, below);
        return;
    }
    if ((int)at == AT_FDCWD) link_target(thread, "cwd", -1, path);
    else link_target(thread, "fd", (int)at, path);
    if (!below[0]) return;
    size_t length = strlen(path);
    snprintf(path + length, PATH_MAX - length, "/%s", below);
}

static int is_ours(const char *path) {
    size_t length = strlen(folder);
    return !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static int is_deleted(const char *path) {
    size_t length = strlen(path);
    return length > 10 && !strcmp(path + length - 10, " (deleted)");
}

// Where the next byte goes that is written to an open file.
static long position(pid_t thread, long fd) {
    char name[64], line[256];
    long at = 0, flags = 0;
    snprintf(name, sizeof name, "/proc/%d/fdinfo/%ld", thread, fd);
    FILE *info = fopen(name, "r");
    if (!info) fail(name);
    while (fgets(line, sizeof line, info)) {
        sscanf(line, "pos: %ld", &at);
        sscanf(line, "flags: %lo", &flags);
    }
    fclose(info);
    struct stat state;
    snprintf(name, sizeof name, "/proc/%d/fd/%ld", thread, fd);
    if (flags & O_APPEND && !stat(name, &state)) at = state.st_size;
    return at;
}

static const struct operation *find(const struct user_regs_struct *regs) {
    for (size_t i = 0; i < OPERATIONS; i++)
        if (operations[i].number == (long)regs->orig_rax) return &operations[i];
    return NULL;
}

// Fills in what is begun; returns what kind it is, or -1 if it does not concern the folder.
static int look_at(pid_t thread, const struct user_regs_struct *regs, struct begun *begun) {
    const struct operation *operation = begun->operation;
    int kind = operation->kind;
    long flags = 0;
    begun->second[0] = 0;
    begun->offset = 0;
    if (kind & BY_FD) link_target(thread, "fd", (int)regs->rdi, begun->path);
    else if (kind & AT) path_at(thread, regs->rdi, regs->rsi, begun->path);
    else path_at(thread, AT_FDCWD, regs->rdi, begun->path);
    switch (operation->number) {
    case SYS_copy_file_range: link_target(thread, "fd", (int)regs->rdx, begun->path); break;
    case SYS_rename:
    case SYS_link:
    case SYS_symlink: path_at(thread, AT_FDCWD, regs->rsi, begun->second); break;
    case SYS_renameat:
    case SYS_renameat2:
    case SYS_linkat: path_at(thread, regs->rdx, regs->r10, begun->second); break;
    case SYS_open: flags = regs->rsi; break;
    case SYS_creat: flags = O_CREAT | O_TRUNC; break;
    case SYS_openat: flags = regs->rdx; break;
    case SYS_fcntl:
        // F_SETLK and its kin; everything else concerns the program alone.
        if (regs->rsi != F_SETLK && regs->rsi != F_SETLKW && regs->rsi != F_OFD_SETLK) return -1;
        break;
    case SYS_truncate:
    case SYS_ftruncate: begun->offset = regs->rsi; break;
    case SYS_pwrite64:
    case SYS_pwritev: begun->offset = regs->r10; break;
    case SYS_write:
    case SYS_writev:
    case SYS_sendfile:
        if (is_ours(begun->path)) begun->offset = position(thread, (int)regs->rdi);
        break;
    }
    if (operation->number == SYS_copy_file_range && is_ours(begun->path))
        begun->offset = position(thread, (int)regs->rdx);
    if (!is_ours(begun->path) && !(begun->second[0] && is_ours(begun->second))) return -1;
    if (operation->number == SYS_open || operation->number == SYS_openat || operation->number == SYS_creat) {
        struct stat state;
        begun->was_there = !stat(begun->path, &state);
        begun->offset = flags & O_TRUNC;
        // To open what is there changes nothing.
        if (!(flags & O_CREAT) || (begun->was_there && !(flags & O_TRUNC))) kind = READS | (kind & AT);
    }
    return kind;
}

static void answer(pid_t thread, struct user_regs_struct *regs, int error) {
    regs->orig_rax = -1;
    regs->rax = -error;
    if (ptrace(PTRACE_SETREGS, thread, 0, regs)) fail("set registers");
}

static void shorten(pid_t thread, struct user_regs_struct *regs, unsigned long length) {
    regs->rdx = length;
    if (ptrace(PTRACE_SETREGS, thread, 0, regs)) fail("set registers");
}

// At the beginning of a system call. Returns how the thread goes on.
static int begin(pid_t thread) {
    struct user_regs_struct regs;
    if (ptrace(PTRACE_GETREGS, thread, 0, &regs)) return PTRACE_CONT;
    struct begun *begun = of_thread(thread);
    begun->operation = find(&regs);
    begun->then_kill = 0;
    if (!begun->operation) return PTRACE_CONT;
    int kind = look_at(thread, &regs, begun);
    if (kind < 0) return PTRACE_CONT;
    int failing = mode == EIO_ALL || mode == EIO_FROM || mode == SHORT;
    if (kind & READS && !failing) return PTRACE_CONT;
    begun->number = ++count;
    int here = count == target, from = target && count >= target;
    switch (mode) {
    case BEFORE:
        if (here) {
            killed = 1;
            kill(program, SIGKILL);
        }
        break;
    case TORN:
        begun->then_kill = here;
        if (here && kind & MOVES && regs.rdx > 1) shorten(thread, &regs, regs.rdx / 2);
        break;
    case EIO_AT:
    case EIO_ALL:
        if (here) answer(thread, &regs, EIO);
        break;
    case EIO_FROM:
        if (from) answer(thread, &regs, EIO);
        break;
    case FULL:
        if (from && kind & ROOM) answer(thread, &regs, ENOSPC);
        break;
    case SHORT:
        if (from && kind & MOVES && regs.rdx > 1) shorten(thread, &regs, regs.rdx < 8 ? 1 : 1 + count % 7);
        break;
    case HOLD:
        if (here) {
            char line[16];
            fprintf(stderr, "held\n");
            if (read(0, line, sizeof line) < 0) fail("wait");
        }
        break;
    case RECORD: break;
    }
    return kind & READS ? PTRACE_CONT : PTRACE_SYSCALL;
}

// At the end of a system call that changes something.
static void end(pid_t thread) {
    struct user_regs_struct regs;
    if (ptrace(PTRACE_GETREGS, thread, 0, &regs)) return;
    struct begun *begun = of_thread(thread);
    const struct operation *operation = begun->operation;
    long result = regs.rax;
    if (result >= 0 && !is_deleted(begun->path)) {
        const char *name = operation->name;
        if (operation->number == SYS_open || operation->number == SYS_openat || operation->number == SYS_creat)
            name = begun->was_there ? "cut" : "create";
        long bytes = operation->kind & DATA ? result : 0;
        fprintf(record, "%ld %s %ld %ld %ld\t%s\t%s\n", begun->number, name, result, begun->offset, bytes, begun->path, begun->second);
        if (bytes) {
            // Read back from the file: that is what it holds now, however it came there.
            char *buffer = malloc(bytes);
            int file = open(begun->path, O_RDONLY);
            if (!buffer || file < 0 || pread(file, buffer, bytes, begun->offset) != bytes) fail(begun->path);
            fwrite(buffer, 1, bytes, record);
            close(file);
            free(buffer);
        }
    }
    if (begun->then_kill) {
        killed = 1;
        kill(program, SIGKILL);
    }
}

static void start(char **arguments) {
    struct sock_filter code[OPERATIONS + 5];
    size_t at = 0;
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, OPERATIONS + 1);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < OPERATIONS; i++)
        code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, operations[i].number, OPERATIONS - i, 0);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    struct sock_fprog filter = {at, code};
    if (ptrace(PTRACE_TRACEME, 0, 0, 0)) fail("trace");
    raise(SIGSTOP);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) fail("filter");
    execv(arguments[0], arguments);
    fail(arguments[0]);
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments < 7) {
        fprintf(stderr, "layer FOLDER LOG MODE N -- PROGRAM ARGUMENT...\n");
        return 201;
    }
    folder = arguments[1];
    record = fopen(arguments[2], "w");
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (!strcmp(arguments[3], modes[i])) mode = i;
    target = atol(arguments[4]);
    if (!record) fail(arguments[2]);
    program = fork();
    if (program < 0) fail("fork");
    if (!program) {
        fclose(record);
        start(arguments + 6);
    }
    int status, exit_code = 201;
    if (waitpid(program, &status, 0) != program || !WIFSTOPPED(status)) fail("start");
    long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SETOPTIONS, program, 0, options)) fail("options");
    ptrace(PTRACE_CONT, program, 0, 0);
    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) break;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            of_thread(thread)->thread = 0;
            if (thread == program) exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            continue;
        }
        int signal = WSTOPSIG(status), event = status >> 16, go_on = PTRACE_CONT, deliver = 0;
        if (event == PTRACE_EVENT_SECCOMP) go_on = begin(thread);
        else if (signal == (SIGTRAP | 0x80)) end(thread);
        else if (!event && signal != SIGSTOP && signal != SIGTRAP) deliver = signal;
        // A thread that was killed meanwhile is not there any more.
        ptrace(go_on, thread, 0, deliver);
    }
    fprintf(record, "%ld end %d 0 0\t\t\n", count, exit_code);
    if (fclose(record)) fail(arguments[2]);
    return killed ? 200 : exit_code;
}
