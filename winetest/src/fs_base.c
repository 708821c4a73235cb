// An aid for tests under Wine, preloaded into its processes; no part of the product.
//
// On x86-64 the C library finds its thread's data through the FS base. So do Wine's own signal handlers, which run on the
// thread that was interrupted. A Linux guest keeps an address of its own in FS, and a handler that then uses the C library
// kills the process. Windows itself has no such trouble: it does not use FS in 64-bit programs.
//
// So each handler is called through one that puts the FS base of the host's thread in place, and the guest's back
// afterwards. The host's is kept at the lowest address of the thread's alternate signal stack, which Wine installs at the
// start of every thread, and which the kernel names to each handler.
//
// With ISTHMUS_TEST_CLEAR_FS=N the aid also does what Windows does and Wine does not: about N times a second of a thread's
// processor time it clears the FS base, wherever the thread is, if it is not the host's.
// ISTHMUS_TEST_CLEARED names a file of 8 bytes in which it counts how often it did.
// With ISTHMUS_TEST_LOSE_FS=1 a guest's FS base is lost whenever its thread has stopped for the host: at each fault that a debugger
// hears, and each time it was suspended.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define CLEARING (SIGRTMAX - 1)
// No stack protector: its canary is found through FS.
#define BEFORE_FS __attribute__((no_stack_protector, noinline))

typedef void handler(int, siginfo_t *, void *);
static handler *handlers[65];
static int loses_fs;
static uint64_t *cleared;

static inline uint64_t fs_base(void)
{
    uint64_t base;
    __asm__ volatile("rdfsbase %0" : "=r"(base));
    return base;
}

static inline void set_fs_base(uint64_t base)
{
    __asm__ volatile("wrfsbase %0" : : "r"(base) : "memory");
}

// The FS base of the interrupted thread's C library, or 0 if it never had an alternate stack and so never ran a guest.
static inline uint64_t of_the_host(const void *context)
{
    const stack_t *stack = &((const ucontext_t *)context)->uc_stack;
    return stack->ss_flags & SS_DISABLE ? 0 : *(const uint64_t *)stack->ss_sp;
}

BEFORE_FS static void with_host_fs(int number, siginfo_t *info, void *context)
{
    uint64_t found = fs_base();
    uint64_t host = of_the_host(context);
    if (host != 0 && host != found)
        set_fs_base(host);
    handlers[number](number, info, context);
    set_fs_base(loses_fs && host != 0 && host != found ? 0 : found);
}

BEFORE_FS static void clear(int number, siginfo_t *info, void *context)
{
    uint64_t host = of_the_host(context);
    uint64_t found = fs_base();
    (void)number;
    (void)info;
    if (host != 0 && found != 0 && host != found) {
        set_fs_base(0);
        __atomic_fetch_add(cleared, 1, __ATOMIC_RELAXED);
    }
}

static int real_sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    static int (*real)(int, const struct sigaction *, struct sigaction *);
    if (real == NULL)
        real = dlsym(RTLD_NEXT, "sigaction");
    return real(number, action, old);
}

int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    struct sigaction wrapped;
    int in_range = number > 0 && number <= 64;
    handler *before = in_range ? handlers[number] : NULL;
    if (action != NULL && in_range && action->sa_flags & SA_SIGINFO) {
        handlers[number] = action->sa_sigaction;
        wrapped = *action;
        wrapped.sa_sigaction = with_host_fs;
        action = &wrapped;
    }
    int result = real_sigaction(number, action, old);
    if (old != NULL && old->sa_sigaction == with_host_fs)
        old->sa_sigaction = before;
    return result;
}

// Where all processes count together.
static uint64_t *counter(void)
{
    const char *file = getenv("ISTHMUS_TEST_CLEARED");
    int fd = file == NULL ? -1 : open(file, O_RDWR | O_CLOEXEC);
    void *mapped = mmap(NULL, sizeof *cleared, PROT_READ | PROT_WRITE, fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED)
        abort();
    if (fd >= 0)
        close(fd);
    return mapped;
}

// A timer of this thread's processor time, whose signal comes to this thread.
static void clear_fs_at_random(long times)
{
    struct sigaction action = {.sa_sigaction = clear, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = CLEARING};
    struct itimerspec every = {{0, 1000000000 / times}, {0, 1000000000 / times}};
    sigset_t signals;
    timer_t timer;
    if (cleared == NULL)
        cleared = counter();
    event._sigev_un._tid = (int)syscall(SYS_gettid);
    // A thread that Wine suspends meanwhile would be seen here, where it can be sent nowhere else.
    sigfillset(&action.sa_mask);
    sigemptyset(&signals);
    sigaddset(&signals, CLEARING);
    if (real_sigaction(CLEARING, &action, NULL) != 0 || pthread_sigmask(SIG_UNBLOCK, &signals, NULL) != 0
        || timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) != 0 || timer_settime(timer, 0, &every, NULL) != 0)
        abort();
}

int sigaltstack(const stack_t *stack, stack_t *old)
{
    static int (*real)(const stack_t *, stack_t *);
    if (real == NULL)
        real = dlsym(RTLD_NEXT, "sigaltstack");
    int result = real(stack, old);
    if (result == 0 && stack != NULL && !(stack->ss_flags & SS_DISABLE)) {
        const char *times = getenv("ISTHMUS_TEST_CLEAR_FS");
        const char *loses = getenv("ISTHMUS_TEST_LOSE_FS");
        loses_fs = loses != NULL && *loses == '1';
        *(uint64_t *)stack->ss_sp = fs_base();
        if (times != NULL && atol(times) > 0)
            clear_fs_at_random(atol(times));
    }
    return result;
}
