// What is said before a socket or the end of a pipe is closed is heard before the end of file, whenever the reader looks.
#include "../test.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum { ROUNDS = 2000 };

static atomic_int turn; // a descriptor, or 0: the speaker has closed it; -1: the end

static void *speak(void *unused) {
    (void)unused;
    for (int fd; (fd = turn) >= 0;) {
        if (fd == 0) {
            sched_yield();
            continue;
        }
        MUST(write(fd, "x", 1));
        MUST(close(fd));
        atomic_compare_exchange_strong(&turn, &fd, 0);
    }
    return NULL;
}

// Looks all the time while the other thread says one byte and closes. Returns how often that was not heard.
static int unheard(int ends[2]) {
    char byte;
    ssize_t count;
    turn = ends[1];
    MUST(fcntl(ends[0], F_SETFL, O_NONBLOCK));
    do {
        count = read(ends[0], &byte, 1);
    } while (count < 0 && errno == EAGAIN);
    int missed = count != 1;
    do {
        count = read(ends[0], &byte, 1);
    } while (count < 0 && errno == EAGAIN);
    while (turn != 0) sched_yield();
    MUST(close(ends[0]));
    return missed + (count != 0);
}

int main(void) {
    pthread_t speaker;
    EQ(0, pthread_create(&speaker, NULL, speak, NULL));
    int by_sockets = 0, by_pipes = 0, ends[2];
    for (int i = 0; i < ROUNDS; i++) {
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends)); // packets can be missed on Linux
        by_sockets += unheard(ends);
        MUST(pipe(ends));
        by_pipes += unheard(ends);
    }
    EQ(0, by_sockets);
    EQ(0, by_pipes);
    turn = -1;
    EQ(0, pthread_join(speaker, NULL));
    return finish();
}
