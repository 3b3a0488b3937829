/* A disk that fails on request, laid between a program and libc by LD_PRELOAD.
 *
 * Every call that changes what lies under one folder is a point, counted from 0; calls that read are counted
 * apart. Python's own writes and SQLCipher's go through the same door here. At the chosen point the process
 * is killed, or the call fails with a chosen errno, or it writes only part of what it was given.
 * Armed and read out by `failing_disk.py` through ctypes. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT, KILL_BEFORE, KILL_AFTER, FAIL_ONCE, FAIL_FROM, SHORT, FAIL_READ, SHORT_READ, ROOM };

static char folder[PATH_MAX];
static size_t folder_length;
static int action = COUNT, fault_errno, is_armed;
static long chosen = -1, changes, reads;
static unsigned wanted = ~0u; /* bits of enum kind: only these calls are points */
static char struck[PATH_MAX + 32];
static long noted;
static long room; /* bytes that may still be written, for ROOM */
static int record = -1; /* where every change that came about is written down: what a power cut may undo */

enum kind { OPEN = 1, WRITE = 2, SYNC = 4, RENAME = 8, UNLINK = 16, TRUNCATE = 32, MKDIR = 64 };
static const unsigned TAKES_ROOM = OPEN | WRITE | TRUNCATE | MKDIR;

#define REAL(name) ((__typeof__(&name))real(&real_##name, #name))
static void *real(void **kept, const char *name) {
    if (!*kept) *kept = dlsym(RTLD_NEXT, name);
    return *kept;
}
#define KEPT(name) static void *real_##name

void disk_arm(const char *prefix, int what, long point, int error, unsigned kinds) {
    snprintf(folder, sizeof folder, "%s", prefix);
    folder_length = strlen(folder);
    action = what; chosen = point; fault_errno = error; wanted = kinds;
    room = point; changes = reads = noted = 0; struck[0] = 0; is_armed = 1;
}
void disk_record(int descriptor) { record = descriptor; }
void disk_disarm(void) { is_armed = 0; }
long disk_changes(void) { return changes; }
long disk_noted(void) { return noted; }
long disk_reads(void) { return reads; }
const char *disk_struck(void) { return struck; }

static int inside(const char *path) {
    return strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || !path[folder_length]);
}
static int absolute(int at, const char *path, char *whole) {
    char link[64];
    ssize_t got;
    if (path[0] == '/') { snprintf(whole, PATH_MAX, "%s", path); return 1; }
    snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
    got = readlink(link, whole, PATH_MAX - 1);
    if (got <= 0 || got + strlen(path) + 2 > PATH_MAX) return 0;
    whole[got] = '/';
    strcpy(whole + got + 1, path);
    return 1;
}
static int path_of(int descriptor, char *whole) {
    char link[64];
    ssize_t got;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    got = readlink(link, whole, PATH_MAX - 1);
    if (got <= 0) return 0;
    whole[got] = 0;
    return 1;
}
static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); for (;;) pause(); }
static void strike(const char *call, const char *path) {
    if (!struck[0]) snprintf(struck, sizeof struck, "%s %s", call, path + folder_length);
}

/* One change: call (one letter), two paths, an offset or size, and the bytes; lengths first, all little-endian. */
static void note(char call, const char *path, const char *other, off64_t at, const void *bytes, size_t count) {
    struct { char call; char pad[3]; unsigned path, other, count; long long at; } head = {call, {0}, 0, 0, 0, at};
    if (record < 0 || !is_armed || !inside(path)) return;
    noted++;
    head.path = strlen(path); head.other = strlen(other); head.count = count;
    syscall(SYS_write, record, &head, sizeof head);
    syscall(SYS_write, record, path, head.path);
    syscall(SYS_write, record, other, head.other);
    if (count) syscall(SYS_write, record, bytes, count);
}

/* Returns 0: go on; 1: fail with errno set; 2: write short; 3: go on, then die. */
static int point(const char *call, enum kind kind, const char *path) {
    long now;
    if (!is_armed || !inside(path) || !(wanted & kind)) return 0;
    now = changes++;
    if (action == FAIL_FROM && now >= chosen && (fault_errno != ENOSPC || (TAKES_ROOM & kind))) {
        strike(call, path); errno = fault_errno; return 1;
    }
    if (now != chosen) return 0;
    if (action == KILL_BEFORE) die();
    if (action == KILL_AFTER) return 3;
    if (action == FAIL_ONCE) { strike(call, path); errno = fault_errno; return 1; }
    if (action == SHORT && kind == WRITE) { strike(call, path); return 2; }
    return 0;
}
static int reading(const char *path) {
    long now;
    if (!is_armed || !inside(path)) return 0;
    now = reads++;
    if (now < chosen) return 0;
    if (action == FAIL_READ && (fault_errno != 0)) {
        if (now == chosen) { strike("read", path); errno = fault_errno; return 1; }
        return 0;
    }
    if (action == SHORT_READ) return 2;
    return 0;
}

#define GIVEN(call, kind, path, result, ask)                                   \
    do {                                                                       \
        int given = point(call, kind, path);                                   \
        if (given == 1) return -1;                                             \
        result = ask;                                                          \
        if (given == 3) die();                                                 \
    } while (0)

/* -- names ------------------------------------------------------------- */
static int opened(int at, const char *path, int flags, mode_t mode) {
    char whole[PATH_MAX];
    int result;
    static int (*ask)(int, const char *, int, ...);
    if (!ask) ask = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat64");
    if (is_armed && (flags & (O_CREAT | O_TRUNC)) && absolute(at, path, whole) &&
        ((flags & O_TRUNC) || faccessat(at, path, F_OK, 0) != 0)) /* opening what is there changes nothing */
    {
        GIVEN("open", OPEN, whole, result, ask(at, path, flags, mode));
        if (result >= 0) note('o', whole, "", 0, "", 0);
    } else
        result = ask(at, path, flags, mode);
    return result;
}
#define MODE(flags, mode)                                                      \
    do {                                                                       \
        if ((flags) & (O_CREAT | O_TMPFILE)) {                                 \
            va_list rest;                                                      \
            va_start(rest, flags);                                             \
            mode = va_arg(rest, mode_t);                                       \
            va_end(rest);                                                      \
        }                                                                      \
    } while (0)
int open(const char *path, int flags, ...) { mode_t m = 0; MODE(flags, m); return opened(AT_FDCWD, path, flags, m); }
int open64(const char *path, int flags, ...) { mode_t m = 0; MODE(flags, m); return opened(AT_FDCWD, path, flags | O_LARGEFILE, m); }
int openat(int at, const char *path, int flags, ...) { mode_t m = 0; MODE(flags, m); return opened(at, path, flags, m); }
int openat64(int at, const char *path, int flags, ...) { mode_t m = 0; MODE(flags, m); return opened(at, path, flags | O_LARGEFILE, m); }

KEPT(rename);
int rename(const char *from, const char *to) {
    char whole[PATH_MAX], source[PATH_MAX];
    int result;
    if (is_armed && absolute(AT_FDCWD, to, whole) && absolute(AT_FDCWD, from, source)) {
        GIVEN("rename", RENAME, whole, result, REAL(rename)(from, to));
        if (result == 0) note('r', source, whole, 0, "", 0);
    } else result = REAL(rename)(from, to);
    return result;
}
KEPT(renameat);
int renameat(int a, const char *from, int b, const char *to) {
    char whole[PATH_MAX], source[PATH_MAX];
    int result;
    if (is_armed && absolute(b, to, whole) && absolute(a, from, source)) {
        GIVEN("rename", RENAME, whole, result, REAL(renameat)(a, from, b, to));
        if (result == 0) note('r', source, whole, 0, "", 0);
    } else result = REAL(renameat)(a, from, b, to);
    return result;
}
KEPT(unlink);
int unlink(const char *path) {
    char whole[PATH_MAX];
    int result;
    if (is_armed && absolute(AT_FDCWD, path, whole)) {
        GIVEN("unlink", UNLINK, whole, result, REAL(unlink)(path));
        if (result == 0) note('u', whole, "", 0, "", 0);
    } else result = REAL(unlink)(path);
    return result;
}
KEPT(unlinkat);
int unlinkat(int at, const char *path, int flags) {
    char whole[PATH_MAX];
    int result;
    if (is_armed && absolute(at, path, whole)) {
        GIVEN("unlink", UNLINK, whole, result, REAL(unlinkat)(at, path, flags));
        if (result == 0) note('u', whole, "", 0, "", 0);
    } else result = REAL(unlinkat)(at, path, flags);
    return result;
}
KEPT(rmdir);
int rmdir(const char *path) {
    char whole[PATH_MAX];
    int result;
    if (is_armed && absolute(AT_FDCWD, path, whole)) {
        GIVEN("rmdir", UNLINK, whole, result, REAL(rmdir)(path));
        if (result == 0) note('u', whole, "", 0, "", 0);
    } else result = REAL(rmdir)(path);
    return result;
}
KEPT(mkdir);
int mkdir(const char *path, mode_t mode) {
    char whole[PATH_MAX];
    int result;
    if (is_armed && absolute(AT_FDCWD, path, whole)) {
        GIVEN("mkdir", MKDIR, whole, result, REAL(mkdir)(path, mode));
        if (result == 0) note('m', whole, "", 0, "", 0);
    } else result = REAL(mkdir)(path, mode);
    return result;
}

/* -- content ----------------------------------------------------------- */
static size_t part(size_t count) { return count > 1 ? count / 2 : count; }
/* Take a write's bytes off the room there is: 0, with `count` shortened to it, or -1 if there is none. */
static int let_through(const char *path, size_t *count) {
    if (action != ROOM || *count == 0) return 0;
    if (room <= 0) { strike("write", path); errno = ENOSPC; return -1; }
    if ((size_t)room < *count) *count = room;
    room -= *count;
    return 0;
}
#define WRITING(call, descriptor, bytes, count, place, ask)                    \
    do {                                                                       \
        char whole[PATH_MAX];                                                  \
        ssize_t result;                                                      \
        off64_t at;                                                            \
        int given;                                                             \
        if (!is_armed || !path_of(descriptor, whole) || !inside(whole)) {      \
            return ask;                                                        \
        }                                                                      \
        given = point(call, WRITE, whole);                                     \
        if (given == 1) return -1;                                             \
        if (given == 2) count = part(count);                                   \
        if (let_through(whole, &count) < 0) return -1;                         \
        at = place;                                                            \
        result = ask;                                                          \
        if (result > 0) note('w', whole, "", at, bytes, result);               \
        if (given == 3) die();                                                 \
        return result;                                                         \
    } while (0)
static off64_t here(int descriptor) {
    return fcntl(descriptor, F_GETFL) & O_APPEND ? lseek64(descriptor, 0, SEEK_END) : lseek64(descriptor, 0, SEEK_CUR);
}

KEPT(write);
ssize_t write(int d, const void *from, size_t size) { WRITING("write", d, from, size, here(d), REAL(write)(d, from, size)); }
KEPT(pwrite);
ssize_t pwrite(int d, const void *from, size_t size, off_t to) { WRITING("pwrite", d, from, size, to, REAL(pwrite)(d, from, size, to)); }
KEPT(pwrite64);
ssize_t pwrite64(int d, const void *from, size_t size, off64_t to) { WRITING("pwrite", d, from, size, to, REAL(pwrite64)(d, from, size, to)); }
/* Copies in the kernel are refused: every program falls back to read and write, which are watched. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t count) { (void)out; (void)in; (void)at; (void)count; errno = EINVAL; return -1; }
ssize_t sendfile(int out, int in, off_t *at, size_t count) { return sendfile64(out, in, (off64_t *)at, count); }

#define SETTING(call, kind, letter, size, descriptor, ask)                     \
    do {                                                                       \
        char whole[PATH_MAX];                                                  \
        int result, given;                                                     \
        if (!is_armed || !path_of(descriptor, whole)) return ask;              \
        given = point(call, kind, whole);                                      \
        if (given == 1) return -1;                                             \
        result = ask;                                                          \
        if (result == 0) note(letter, whole, "", size, "", 0);                 \
        if (given == 3) die();                                                 \
        return result;                                                         \
    } while (0)
KEPT(fsync);
int fsync(int d) { SETTING("fsync", SYNC, 's', 0, d, REAL(fsync)(d)); }
KEPT(fdatasync);
int fdatasync(int d) { SETTING("fdatasync", SYNC, 's', 0, d, REAL(fdatasync)(d)); }
KEPT(ftruncate);
int ftruncate(int d, off_t size) { SETTING("ftruncate", TRUNCATE, 't', size, d, REAL(ftruncate)(d, size)); }
KEPT(ftruncate64);
int ftruncate64(int d, off64_t size) { SETTING("ftruncate", TRUNCATE, 't', size, d, REAL(ftruncate64)(d, size)); }

/* -- reading ----------------------------------------------------------- */
#define READING(descriptor, result, whole_ask, short_ask)                      \
    do {                                                                       \
        char whole[PATH_MAX];                                                  \
        int given = is_armed && path_of(descriptor, whole) ? reading(whole) : 0; \
        if (given == 1) return -1;                                             \
        result = given == 2 ? short_ask : whole_ask;                           \
    } while (0)
KEPT(read);
ssize_t read(int d, void *to, size_t count) {
    ssize_t result;
    READING(d, result, REAL(read)(d, to, count), REAL(read)(d, to, part(count)));
    return result;
}
KEPT(pread);
ssize_t pread(int d, void *to, size_t count, off_t at) {
    ssize_t result;
    READING(d, result, REAL(pread)(d, to, count, at), REAL(pread)(d, to, part(count), at));
    return result;
}
KEPT(pread64);
ssize_t pread64(int d, void *to, size_t count, off64_t at) {
    ssize_t result;
    READING(d, result, REAL(pread64)(d, to, count, at), REAL(pread64)(d, to, part(count), at));
    return result;
}
