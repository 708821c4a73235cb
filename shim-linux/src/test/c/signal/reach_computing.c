// No signal, stop or end is lost on its way to threads that only compute.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/time.h>

static volatile long taken;
static volatile bool done;
static void take(int signal) { taken++; }

static void *spin(void *unused) {
    while (!done) {
    }
    return NULL;
}

// Spins until the condition holds; false after ten seconds. The clock is read without a system call.
#define SPIN_UNTIL(...)                                               \
    ({                                                                \
        long long until_ = now_ms() + 10000;                          \
        while (!(__VA_ARGS__) && now_ms() < until_) {                 \
        }                                                             \
        (__VA_ARGS__);                                                \
    })

static void timer(void) {
    struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    handle(SIGALRM, take, SA_RESTART);
    taken = 0;
    OK(setitimer(ITIMER_REAL, &every, NULL));
    CHECK(SPIN_UNTIL(taken >= 50));
    OK(setitimer(ITIMER_REAL, &never, NULL));
}

static void to_threads(void) {
    pthread_t threads[2];
    int lost = 0;
    handle(SIGUSR1, take, 0);
    done = false;
    for (int i = 0; i < 2; i++) RET(0, pthread_create(&threads[i], NULL, spin, NULL));
    long long until = now_ms() + 3000; // on a busy machine each round takes a few time slices
    for (int i = 0; i < 1000 && !lost && now_ms() < until; i++) {
        long before = taken;
        pthread_kill(threads[i & 1], SIGUSR1);
        if (!SPIN_UNTIL(taken != before)) lost++;
    }
    EQ(0, lost);
    done = true;
    for (int i = 0; i < 2; i++) RET(0, pthread_join(threads[i], NULL));
}

// How the child ends that spins in two threads, and leaves by itself or is killed.
static const char *end_of_child(int signal) {
    volatile bool *ready = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        pthread_t t;
        done = false;
        for (int i = 0; i < 2; i++) pthread_create(&t, NULL, spin, NULL);
        if (!signal) _exit(7);
        *ready = true;
        spin(NULL);
    }
    if (signal) {
        while (!*ready) msleep(1);
        kill(pid, signal);
    }
    const char *end = reap(pid);
    munmap((void *)ready, 4096);
    return end;
}

static void ends(void) {
    int wrong = 0;
    for (int i = 0; i < 10; i++) wrong += strcmp("exit 7", end_of_child(0)) != 0;
    EQ(0, wrong);
    for (int i = 0; i < 10; i++) wrong += strcmp("killed by SIGINT", end_of_child(SIGINT)) != 0;
    for (int i = 0; i < 10; i++) wrong += strcmp("killed by SIGKILL", end_of_child(SIGKILL)) != 0;
    EQ(0, wrong);
}

// The parent waits for the stop already while it takes place.
static void stops(void) {
    int status, wrong = 0;
    pid_t pid = xfork();
    if (pid == 0) {
        pthread_t t;
        done = false;
        for (int i = 0; i < 3; i++) pthread_create(&t, NULL, spin, NULL);
        spin(NULL);
    }
    long long until = now_ms() + 3000;
    for (int i = 0; i < 50 && now_ms() < until; i++) {
        kill(pid, SIGSTOP);
        wrong += waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status);
        kill(pid, SIGCONT);
        wrong += waitpid(pid, &status, WCONTINUED) != pid || !WIFCONTINUED(status);
    }
    EQ(0, wrong);
    OK(kill(pid, SIGKILL));
    STR("killed by SIGKILL", reap(pid));
}

int main(void) {
    timer();
    to_threads();
    ends();
    stops();
    return finish();
}
