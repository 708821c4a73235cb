// A descriptor in a message that nobody receives is closed when the call that drops it ends, whatever others drop.
#include "../test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum { ROUNDS = 2000, MANY = 100 };

static atomic_bool ended;

static void pass(int fd, const int *passed, int count) {
    char control[CMSG_SPACE(MANY * sizeof(int))] = {0};
    struct iovec vector = {"x", 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control};
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(header), passed, count * sizeof(int));
    MUST(sendmsg(fd, &message, 0));
}

static void *drop_many(void *unused) {
    int fds[MANY], ends[2];
    while (!ended) {
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
        for (int i = 0; i < MANY; i += 2) MUST(pipe(fds + i));
        pass(ends[0], fds, MANY);
        for (int i = 0; i < MANY; i++) MUST(close(fds[i]));
        MUST(close(ends[1]));
        MUST(close(ends[0]));
    }
    return unused;
}

// How often a pipe whose writing end was dropped with a message had not ended.
static int late(bool by_reading) {
    int count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int ends[2], fds[2];
        char byte;
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
        MUST(pipe2(fds, O_NONBLOCK));
        pass(ends[0], &fds[1], 1);
        MUST(close(fds[1]));
        if (by_reading) MUST(read(ends[1], &byte, 1));
        else MUST(close(ends[1]));
        count += read(fds[0], &byte, 1) != 0;
        if (by_reading) MUST(close(ends[1]));
        MUST(close(ends[0]));
        MUST(close(fds[0]));
    }
    return count;
}

int main(void) {
    pthread_t thread;
    EQ(0, pthread_create(&thread, NULL, drop_many, NULL));
    EQ(0, late(false));
    EQ(0, late(true));
    ended = true;
    EQ(0, pthread_join(thread, NULL));
    return finish();
}
