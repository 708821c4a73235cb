// Threads that read, write and receive on one stream go on though another one forks again and again.
#include "../test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum { FORKS = 60 };

static int ends[2];
static atomic_bool ended;

static void *write_it(void *unused) {
    static char text[3000];
    while (!ended) write(ends[1], text, sizeof text);
    return unused;
}

static void *read_it(void *unused) {
    static char text[3000];
    while (!ended) read(ends[0], text, sizeof text);
    return unused;
}

static void *receive_it(void *unused) {
    static char text[3000];
    while (!ended) recv(ends[0], text, sizeof text, 0);
    return unused;
}

int main(void) {
    static void *(*const ways[])(void *) = {write_it, write_it, read_it, receive_it, receive_it};
    enum { WAYS = sizeof ways / sizeof *ways };
    pthread_t threads[WAYS];
    OK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
    struct timeval soon = {0, 20000};
    OK(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon));
    OK(setsockopt(ends[1], SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof soon));
    for (int i = 0; i < WAYS; i++) pthread_create(&threads[i], NULL, ways[i], NULL);
    for (int i = 0; i < FORKS; i++) {
        pid_t pid = xfork();
        if (pid == 0) _exit(3);
        if (strcmp(reap(pid), "exit 3") != 0) FAIL_AT("fork %d", i);
    }
    ended = true;
    for (int i = 0; i < WAYS; i++) pthread_join(threads[i], NULL);
    return finish();
}
