/*
 * Preloaded into a process, makes the Nth system call below a folder fail, or kills the process just before it. Calls are
 * those of FAIL_CALLS ("read" or "change") whose path, or whose descriptor's path, begins with FAIL_UNDER.
 *
 *   FAIL_UNDER   path prefix
 *   FAIL_CALLS   "read": reads; "change": everything that changes the file system
 *   FAIL_AT      which call, from 1; 0 counts only
 *   FAIL_ERRNO   the errno; 0: SIGKILL instead
 *   FAIL_STAYS   1: every later call fails as well, as on a full disk
 *   FAIL_COUNT   file that the number of calls is written to at exit
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static const char *under, *count_file;
static size_t under_length;
static int on_reads, at, error_number, stays;

static int setting(const char *name)
{
    const char *value = getenv(name);
    return value ? atoi(value) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *which = getenv("FAIL_CALLS");
    under = getenv("FAIL_UNDER");
    under_length = under ? strlen(under) : 0;
    on_reads = which && strcmp(which, "read") == 0;
    at = setting("FAIL_AT");
    error_number = setting("FAIL_ERRNO");
    stays = setting("FAIL_STAYS");
    count_file = getenv("FAIL_COUNT");
}

__attribute__((destructor)) static void end(void)
{
    FILE *out = count_file ? fopen(count_file, "w") : NULL;
    if (out) {
        fprintf(out, "%ld\n", (long)calls);
        fclose(out);
    }
}

/* Whether this call is to fail; sets errno. May not return. */
static int fails(int reads, const char *path)
{
    if (!under || reads != on_reads || !path || strncmp(path, under, under_length) != 0)
        return 0;
    long number = ++calls;
    if (!at || (stays ? number < at : number != at))
        return 0;
    if (!error_number)
        kill(getpid(), SIGKILL);
    errno = error_number;
    return 1;
}

static int fails_on(int reads, int fd)
{
    char link[64], path[PATH_MAX];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (length < 0)
        return 0;
    path[length] = 0;
    return fails(reads, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ON_FD(reads, type, name, parameters, arguments) \
    type name parameters { return fails_on(reads, fd) ? -1 : REAL(name) arguments; }
#define ON_PATH(type, name, parameters, arguments) \
    type name parameters { return fails(0, path) ? -1 : REAL(name) arguments; }

ON_FD(1, ssize_t, read, (int fd, void *buffer, size_t size), (fd, buffer, size))
ON_FD(1, ssize_t, pread64, (int fd, void *buffer, size_t size, off64_t offset), (fd, buffer, size, offset))
ON_FD(1, ssize_t, readv, (int fd, const struct iovec *list, int count), (fd, list, count))
ON_FD(1, ssize_t, preadv64, (int fd, const struct iovec *list, int count, off64_t offset), (fd, list, count, offset))

ON_FD(0, ssize_t, write, (int fd, const void *buffer, size_t size), (fd, buffer, size))
ON_FD(0, ssize_t, pwrite64, (int fd, const void *buffer, size_t size, off64_t offset), (fd, buffer, size, offset))
ON_FD(0, ssize_t, writev, (int fd, const struct iovec *list, int count), (fd, list, count))
ON_FD(0, ssize_t, pwritev64, (int fd, const struct iovec *list, int count, off64_t offset), (fd, list, count, offset))
ON_FD(0, int, futimens, (int fd, const struct timespec times[2]), (fd, times))
ON_FD(0, int, fsync, (int fd), (fd))
ON_FD(0, int, fdatasync, (int fd), (fd))
ON_FD(0, int, ftruncate64, (int fd, off64_t size), (fd, size))
ON_FD(0, int, fchmod, (int fd, mode_t mode), (fd, mode))

ON_PATH(int, rename, (const char *path, const char *to), (path, to))
ON_PATH(int, link, (const char *path, const char *to), (path, to))
ON_PATH(int, unlink, (const char *path), (path))
ON_PATH(int, rmdir, (const char *path), (path))
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(int, chmod, (const char *path, mode_t mode), (path, mode))
ON_PATH(int, utimensat, (int at_fd, const char *path, const struct timespec times[2], int flags), (at_fd, path, times, flags))

#define OPENING(name)                                                          \
    int name(const char *path, int flags, ...)                                 \
    {                                                                          \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                          \
        if ((flags & O_CREAT) && fails(0, path))                               \
            return -1;                                                         \
        return REAL(name)(path, flags, mode);                                  \
    }

OPENING(open)
OPENING(open64)
