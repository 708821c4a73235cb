// A listener with SO_PASSCRED: each message carries its sender, whether it was sent before, while or after accept.
#include "../test.h"
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { ROUNDS = 2000, MESSAGES = 40 };

static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "listener"};

static void *send_much(void *unused) {
    for (int i = 0; i < ROUNDS; i++) {
        int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        MUST(connect(fd, (struct sockaddr *)&address, sizeof address));
        for (int j = 0; j < MESSAGES; j++) MUST(send(fd, "x", 1, 0));
        MUST(close(fd));
    }
    return unused;
}

// The process that sent the next byte; -1 at the end.
static pid_t sender(int fd) {
    char byte, control[CMSG_SPACE(sizeof(struct ucred))];
    struct iovec vector = {&byte, 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (MUST(recvmsg(fd, &message, 0)) == 0) return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    struct ucred credentials = {0};
    if (header != NULL) memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
    return credentials.pid;
}

int main(void) {
    int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), received = 0, unknown = 0;
    MUST(bind(listener, (struct sockaddr *)&address, sizeof address));
    MUST(listen(listener, 5));
    MUST(setsockopt(listener, SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int)));
    pthread_t thread;
    EQ(0, pthread_create(&thread, NULL, send_much, NULL));
    for (int i = 0; i < ROUNDS; i++) {
        int fd = MUST(accept(listener, NULL, NULL));
        for (pid_t pid; (pid = sender(fd)) != -1; received++) unknown += pid != getpid();
        MUST(close(fd));
    }
    EQ(ROUNDS * MESSAGES, received);
    EQ(0, unknown);
    EQ(0, pthread_join(thread, NULL));
    return finish();
}
