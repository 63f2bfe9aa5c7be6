/* Sits between a program and the system (LD_PRELOAD): calls on files in one folder are written down, and one of them
 * can be made to fail. Each is really done, so that what is tested is what happens.
 *
 *   calls_watch(folder, log)     from now on; log is an open descriptor that gets a line for each call, or -1
 *   calls_fail(number, error, lasting)   the call of this number fails with this error, and if it lasts all that follow;
 *                                error 0: a write does half of its bytes
 *   calls_failed()               1 once that call has failed, or was done by half
 *
 * Lines of the log, tab-separated; a file is known by its inode, content is in hexadecimal:
 *   create INODE PATH | write INODE OFFSET CONTENT | truncate INODE LENGTH | sync INODE | syncdir PATH
 *   rename FROM TO | unlink PATH | mkdir PATH
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESCRIPTORS 4096
#define REAL(name) ((__typeof__(&name))real(#name))

static char folder[PATH_MAX];
static int log_to = -1, error_to_give, lasts, failed;
static long failing, calls;
static char watched[DESCRIPTORS]; /* 1: a file, 2: a folder */

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

void calls_watch(const char *path, int log) {
    snprintf(folder, sizeof folder, "%s", path);
    memset(watched, 0, sizeof watched);
    log_to = log;
    failing = 0;
}
void calls_fail(long number, int error, int lasting) {
    failing = number, error_to_give = error, lasts = lasting, calls = 0, failed = 0;
}
int calls_failed(void) { return failed; }

static int inside(const char *path) {
    size_t length = strlen(folder);
    return length && path && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}
static int known(int descriptor) { return descriptor >= 0 && descriptor < DESCRIPTORS ? watched[descriptor] : 0; }

/* Counts a call; 1 if it is the one to fail. */
static int fails(int can_be_half) {
    calls++;
    if (!failing || (lasts ? calls < failing : calls != failing) || (!error_to_give && !can_be_half)) return 0;
    failed = 1;
    errno = error_to_give;
    return 1;
}

static void note(const char *format, ...) {
    char line[2 * PATH_MAX + 64];
    va_list arguments;
    int before = errno;
    if (log_to < 0) return;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (REAL(write)(log_to, line, length) != length) abort();
    errno = before;
}

static unsigned long inode(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) ? 0 : found.st_ino;
}

static void note_write(int descriptor, long long offset, const unsigned char *content, size_t size) {
    if (log_to < 0) return;
    char *line = malloc(2 * size + 64);
    int length = sprintf(line, "write\t%lu\t%lld\t", inode(descriptor), offset);
    for (size_t place = 0; place < size; place++) length += sprintf(line + length, "%02x", content[place]);
    line[length++] = '\n';
    if (REAL(write)(log_to, line, length) != length) abort();
    free(line);
}

static int opened(int descriptor, const char *path, int flags, int was_there) {
    struct stat found;
    if (descriptor < 0 || descriptor >= DESCRIPTORS) return descriptor;
    fstat(descriptor, &found);
    watched[descriptor] = S_ISDIR(found.st_mode) ? 2 : 1;
    if (!was_there) note("create\t%lu\t%s\n", found.st_ino, path);
    if (was_there && flags & O_TRUNC) note("truncate\t%lu\t0\n", found.st_ino);
    return descriptor;
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    int mode = flags & O_CREAT ? va_arg(arguments, int) : 0;
    va_end(arguments);
    if (!inside(path)) return REAL(open64)(path, flags, mode);
    if (fails(0)) return -1;
    int was_there = !access(path, F_OK);
    return opened(REAL(open64)(path, flags, mode), path, flags, was_there);
}

ssize_t write(int descriptor, const void *content, size_t size) {
    if (known(descriptor) != 1) return REAL(write)(descriptor, content, size);
    if (fails(size > 1)) {
        if (errno) return -1;
        size /= 2;
    }
    off_t offset = fcntl(descriptor, F_GETFL) & O_APPEND ? lseek(descriptor, 0, SEEK_END) : lseek(descriptor, 0, SEEK_CUR);
    ssize_t done = REAL(write)(descriptor, content, size);
    if (done > 0) note_write(descriptor, offset, content, done);
    return done;
}

static int synced(int descriptor, int done) {
    char path[PATH_MAX], link[64];
    if (done) return done;
    if (known(descriptor) == 1) note("sync\t%lu\n", inode(descriptor));
    sprintf(link, "/proc/self/fd/%d", descriptor);
    ssize_t length = known(descriptor) == 2 ? readlink(link, path, sizeof path - 1) : -1;
    if (length > 0) path[length] = 0, note("syncdir\t%s\n", path);
    return 0;
}

int fsync(int descriptor) {
    if (known(descriptor) && fails(0)) return -1;
    return synced(descriptor, REAL(fsync)(descriptor));
}

int close(int descriptor) {
    int fail = known(descriptor) && fails(0), error = errno;
    if (known(descriptor)) watched[descriptor] = 0;
    int done = REAL(close)(descriptor); /* a descriptor is gone even where closing it tells an error */
    if (fail) errno = error;
    return fail ? -1 : done;
}

int ftruncate64(int descriptor, off64_t length) {
    if (known(descriptor) && fails(0)) return -1;
    int done = REAL(ftruncate64)(descriptor, length);
    if (!done && known(descriptor)) note("truncate\t%lu\t%lld\n", inode(descriptor), (long long)length);
    return done;
}

int rename(const char *from, const char *to) {
    if (inside(to) && fails(0)) return -1;
    int done = REAL(rename)(from, to);
    if (!done && inside(to)) note("rename\t%s\t%s\n", from, to);
    return done;
}

int unlink(const char *path) {
    if (inside(path) && fails(0)) return -1;
    int done = REAL(unlink)(path);
    if (!done && inside(path)) note("unlink\t%s\n", path);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    if (inside(path) && fails(0)) return -1;
    int done = REAL(mkdir)(path, mode);
    if (!done && inside(path)) note("mkdir\t%s\n", path);
    return done;
}

int chmod(const char *path, mode_t mode) {
    if (inside(path) && fails(0)) return -1;
    return REAL(chmod)(path, mode);
}
int fchmod(int descriptor, mode_t mode) {
    if (known(descriptor) && fails(0)) return -1;
    return REAL(fchmod)(descriptor, mode);
}
int fchmodat(int at, const char *path, mode_t mode, int flags) {
    if (inside(path) && fails(0)) return -1;
    return REAL(fchmodat)(at, path, mode, flags);
}
