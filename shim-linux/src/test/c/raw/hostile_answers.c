// Overwrites what the thread of Isthmus's stub that makes threads answers its kernel, while threads are asked for. Expected in
// Isthmus: the child that does so is ended at once, the parent is not harmed and exits with 0. Natively the page does not
// exist and the child dies. With the argument "hold" there is no child, and what is written is the answer to the request before,
// so that the kernel waits for one that never seems to come.
#include "../test.h"
#include <pthread.h>
#include <sched.h>

enum { THREADS = 16, SECONDS = 20 };

static volatile uint32_t *const answer = (uint32_t *)0x7ff400000000, *const request = (uint32_t *)0x7ff300000000;
static volatile uint32_t answered; // the last request that got its answer
static volatile int writing;
static int hold;

static void *overwrite(void *unused) {
    (void)unused;
    if (hold) answered = *request;
    for (uint32_t value = 0x1234567;; value += 2) {
        if (!hold) *answer = value;
        else if (*request != answered) *answer = answered;
        writing = 1;
    }
    return NULL;
}

static void *wait_long(void *unused) {
    (void)unused;
    pause();
    return NULL;
}

// Returns only if all threads could be made.
static void attack(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, overwrite, NULL)) _exit(1);
    while (!writing) sched_yield();
    if (hold) say("writing");
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&thread, NULL, wait_long, NULL)) _exit(1);
        if (!hold) continue;
        answered = *request; // the writer had no processor
        usleep(1000);
        *answer = answered;
    }
}

int main(int argc, char **argv) {
    (void)argv;
    hold = argc > 1;
    if (hold) {
        attack();
        say("all threads could be made");
        return finish();
    }
    const time_t start = time(NULL);
    const pid_t pid = xfork();
    if (pid == 0) {
        attack();
        _exit(2);
    }
    int status = 0;
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFSIGNALED(status));
    CHECK(time(NULL) - start < SECONDS);
    say("alive");
    return finish();
}
