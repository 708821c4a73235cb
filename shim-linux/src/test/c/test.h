// Shared by every conformance program: checks that print what they saw, and a few helpers.
//
// Each check prints one line that holds no pid, address or time, so that the output of a native run and of a run in
// Isthmus can be compared byte for byte. A line that starts with FAIL makes the program exit with 1.
#ifndef ISTHMUS_TEST_H
#define ISTHMUS_TEST_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Wild pointers and lengths are handed over on purpose.
#pragma GCC diagnostic ignored "-Wnonnull"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#pragma GCC diagnostic ignored "-Wstringop-overread"

static int failures;

static bool quiet; // set by hush

// ---- output: one write per line, never buffered, so fork and signal handlers cannot double or split a line

__attribute__((format(printf, 1, 2))) static inline void say(const char *format, ...) {
    char line[2048];
    va_list arguments;
    int saved = errno;
    if (quiet && strncmp(format, "FAIL", 4)) return;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    if (length > (int)sizeof line - 2) length = sizeof line - 2;
    line[length++] = '\n';
    if (write(1, line, length) != length) failures++;
    errno = saved;
}

// A child that runs beside others prints its failures only: the order of the rest would be a matter of luck.
static inline void hush(void) { quiet = true; }

static inline const char *errname(int error) {
    static const struct {
        int number;
        const char *name;
    } names[] = {
#define E_(name) {name, #name}
        {0, "0"}, E_(EPERM), E_(ENOENT), E_(ESRCH), E_(EINTR), E_(EIO), E_(ENXIO), E_(E2BIG), E_(ENOEXEC), E_(EBADF),
        E_(ECHILD), E_(EAGAIN), E_(ENOMEM), E_(EACCES), E_(EFAULT), E_(ENOTBLK), E_(EBUSY), E_(EEXIST), E_(EXDEV),
        E_(ENODEV), E_(ENOTDIR), E_(EISDIR), E_(EINVAL), E_(ENFILE), E_(EMFILE), E_(ENOTTY), E_(ETXTBSY), E_(EFBIG),
        E_(ENOSPC), E_(ESPIPE), E_(EROFS), E_(EMLINK), E_(EPIPE), E_(EDOM), E_(ERANGE), E_(EDEADLK), E_(ENAMETOOLONG),
        E_(ENOLCK), E_(ENOSYS), E_(ENOTEMPTY), E_(ELOOP), E_(ENOMSG), E_(EIDRM), E_(ENODATA), E_(EOVERFLOW),
        E_(EILSEQ), E_(EUSERS), E_(ENOTSOCK), E_(EDESTADDRREQ), E_(EMSGSIZE), E_(EPROTOTYPE), E_(ENOPROTOOPT),
        E_(EPROTONOSUPPORT), E_(ESOCKTNOSUPPORT), E_(EOPNOTSUPP), E_(EAFNOSUPPORT), E_(EADDRINUSE), E_(EADDRNOTAVAIL),
        E_(ECONNABORTED), E_(ECONNRESET), E_(ENOBUFS), E_(EISCONN), E_(ENOTCONN), E_(ESHUTDOWN), E_(ETOOMANYREFS),
        E_(ETIMEDOUT), E_(ECONNREFUSED), E_(EALREADY), E_(EINPROGRESS), E_(ESTALE), E_(EDQUOT), E_(ECANCELED),
        E_(EOWNERDEAD), E_(ENOTRECOVERABLE), E_(EBADE), E_(EPROTO),
#undef E_
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].number == error) return names[i].name;
    return "E???";
}

static inline const char *signame(int number) {
    static const struct {
        int number;
        const char *name;
    } names[] = {
#define S_(name) {name, #name}
        S_(SIGHUP), S_(SIGINT), S_(SIGQUIT), S_(SIGILL), S_(SIGTRAP), S_(SIGABRT), S_(SIGBUS), S_(SIGFPE), S_(SIGKILL),
        S_(SIGUSR1), S_(SIGSEGV), S_(SIGUSR2), S_(SIGPIPE), S_(SIGALRM), S_(SIGTERM), S_(SIGSTKFLT), S_(SIGCHLD),
        S_(SIGCONT), S_(SIGSTOP), S_(SIGTSTP), S_(SIGTTIN), S_(SIGTTOU), S_(SIGURG), S_(SIGXCPU), S_(SIGXFSZ),
        S_(SIGVTALRM), S_(SIGPROF), S_(SIGWINCH), S_(SIGIO), S_(SIGPWR), S_(SIGSYS),
#undef S_
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].number == number) return names[i].name;
    static char other[4][16];
    static int next;
    char *text = other[next++ & 3];
    if (number >= 34 && number <= 64) snprintf(text, 16, "SIGRTMIN+%d", number - 34);
    else snprintf(text, 16, "signal %d", number);
    return text;
}

// ---- checks; the code that is checked comes last so that it may contain commas

#define FAIL_AT(format, ...) (failures++, say("FAIL line %d: " format, __LINE__, __VA_ARGS__))

// The condition holds.
#define CHECK(...)                                     \
    do {                                               \
        if (__VA_ARGS__) say("ok: %s", #__VA_ARGS__);  \
        else FAIL_AT("%s", #__VA_ARGS__);              \
    } while (0)

// The integer expression has this value.
#define EQ(want, ...)                                                                  \
    do {                                                                               \
        long long got_ = (long long)(__VA_ARGS__), want_ = (long long)(want);          \
        if (got_ == want_) say("%s = %lld", #__VA_ARGS__, got_);                       \
        else FAIL_AT("%s = %lld, want %lld", #__VA_ARGS__, got_, want_);               \
    } while (0)

// The string expression has this value.
#define STR(want, ...)                                                            \
    do {                                                                          \
        const char *got_ = (__VA_ARGS__);                                         \
        if (got_ && !strcmp(got_, want)) say("%s = \"%s\"", #__VA_ARGS__, got_);  \
        else FAIL_AT("%s = \"%s\", want \"%s\"", #__VA_ARGS__, got_ ? got_ : "(null)", want); \
    } while (0)

// The call does not return -1.
#define OK(...)                                                                   \
    do {                                                                          \
        errno = 0;                                                                \
        if ((long long)(__VA_ARGS__) != -1) say("%s: ok", #__VA_ARGS__);          \
        else FAIL_AT("%s: %s", #__VA_ARGS__, errname(errno));                     \
    } while (0)

// The call returns -1 with this errno.
#define ERR(want, ...)                                                                              \
    do {                                                                                            \
        errno = 0;                                                                                  \
        long long got_ = (long long)(__VA_ARGS__);                                                  \
        if (got_ == -1 && errno == (want)) say("%s: %s", #__VA_ARGS__, errname(errno));             \
        else FAIL_AT("%s: %s, want %s", #__VA_ARGS__, got_ == -1 ? errname(errno) : "no error",     \
                     errname(want));                                                                \
    } while (0)

// The pthread-style call returns this error number.
#define RET(want, ...)                                                                              \
    do {                                                                                            \
        int got_ = (__VA_ARGS__);                                                                   \
        if (got_ == (want)) say("%s: %s", #__VA_ARGS__, errname(got_));                             \
        else FAIL_AT("%s: %s, want %s", #__VA_ARGS__, errname(got_), errname(want));                \
    } while (0)

// Preparation that must succeed; prints nothing then.
#define MUST(...)                                                                      \
    ({                                                                                 \
        __typeof__(__VA_ARGS__) got_ = (__VA_ARGS__);                                  \
        if ((long long)got_ == -1) {                                                   \
            say("FAIL line %d: %s: %s", __LINE__, #__VA_ARGS__, errname(errno));       \
            _exit(2);                                                                  \
        }                                                                              \
        got_;                                                                          \
    })

// The condition becomes true within ten seconds.
#define AWAIT(...)                                                                     \
    do {                                                                               \
        long long until_ = now_ms() + 10000;                                           \
        while (!(__VA_ARGS__) && now_ms() < until_) msleep(1);                         \
        CHECK(__VA_ARGS__);                                                            \
    } while (0)

// The exit status of the program: 0 if every check held.
static inline int finish(void) { return failures ? 1 : 0; }

// ---- time

static inline long long now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static inline void msleep(int milliseconds) {
    struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&t, &t) == -1 && errno == EINTR) {
    }
}

// ---- processes

// Forks; the child starts with no failures of its own.
static inline pid_t xfork(void) {
    pid_t pid = fork();
    if (pid == -1) {
        say("FAIL fork: %s", errname(errno));
        _exit(2);
    }
    if (pid == 0) failures = 0, quiet = false;
    return pid;
}

// "exit 3", "killed by SIGSEGV", "stopped by SIGSTOP", "continued".
static inline const char *outcome(int status) {
    static char text[4][64];
    static int next;
    char *t = text[next++ & 3];
    if (WIFEXITED(status)) snprintf(t, 64, "exit %d", WEXITSTATUS(status));
    else if (WIFSIGNALED(status)) snprintf(t, 64, "killed by %s", signame(WTERMSIG(status)));
    else if (WIFSTOPPED(status)) snprintf(t, 64, "stopped by %s", signame(WSTOPSIG(status)));
    else if (WIFCONTINUED(status)) snprintf(t, 64, "continued");
    else snprintf(t, 64, "status 0x%x", status);
    return t;
}

// Waits for the child to end and tells how.
static inline const char *reap(pid_t pid) {
    int status;
    while (waitpid(pid, &status, 0) == -1)
        if (errno != EINTR) return errname(errno);
    return outcome(status);
}

// If root, becomes an ordinary user (65534) with no groups; files it must reach need modes that let it.
static inline void drop_root(void) {
    if (geteuid() != 0) return;
    MUST(setgroups(0, NULL));
    MUST(setresgid(65534, 65534, 65534));
    MUST(setresuid(65534, 65534, 65534));
}

// ---- signals

static inline void handle(int signal, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    MUST(sigaction(signal, &action, NULL));
}

static inline void handle_info(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
    MUST(sigaction(signal, &action, NULL));
}

static inline sigset_t set_of(int signal) {
    sigset_t set;
    sigemptyset(&set);
    if (signal) sigaddset(&set, signal);
    return set;
}

static inline void block(int signal) {
    sigset_t set = set_of(signal);
    MUST(sigprocmask(SIG_BLOCK, &set, NULL));
}

static inline void unblock(int signal) {
    sigset_t set = set_of(signal);
    MUST(sigprocmask(SIG_UNBLOCK, &set, NULL));
}

// ---- files

// Makes (or replaces) a file with this text.
static inline void put(const char *path, const char *text) {
    int fd = MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666));
    if (write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
        say("FAIL put %s: %s", path, errname(errno));
        _exit(2);
    }
    close(fd);
}

// The text of a file (at most 64 KiB - 1), or the name of the error; four results live at a time.
static inline const char *get(const char *path) {
    static char text[4][65536];
    static int next;
    char *t = text[next++ & 3];
    int fd = open(path, O_RDONLY);
    if (fd == -1) return errname(errno);
    size_t length = 0;
    for (;;) {
        ssize_t n = read(fd, t + length, sizeof text[0] - 1 - length);
        if (n == -1) {
            int error = errno;
            close(fd);
            return errname(error);
        }
        if (n == 0) break;
        length += n;
    }
    close(fd);
    t[length] = 0;
    return t;
}
#endif
