// A server with many clients at once: two hundred kilobytes each way for ten processes, through poll; nothing lost or mixed up.
#include "../test.h"
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { CLIENTS = 10, BYTES = 200000 };

static int client(const struct sockaddr_un *a, int number) {
    static unsigned char out[BYTES], in[BYTES];
    int s = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(connect(s, (void *)a, sizeof *a));
    for (int i = 0; i < BYTES; i++) out[i] = i * 7 + number;
    long sent = 0, received = 0;
    while (received < BYTES) {
        struct pollfd f = {s, POLLIN | (sent < BYTES ? POLLOUT : 0), 0};
        MUST(poll(&f, 1, -1));
        if (f.revents & POLLOUT) sent += MUST(send(s, out + sent, BYTES - sent, MSG_DONTWAIT));
        if (f.revents & POLLIN) received += MUST(recv(s, in + received, BYTES - received, 0));
    }
    return memcmp(in, out, BYTES) ? 1 : 0;
}

int main(void) {
    struct sockaddr_un a = {AF_UNIX, "server"};
    int l = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(l, (void *)&a, sizeof a));
    MUST(listen(l, 16));
    for (int i = 0; i < CLIENTS; i++)
        if (xfork() == 0) _exit(client(&a, i));
    struct pollfd f[CLIENTS + 1] = {{l, POLLIN, 0}};
    int count = 1, open_ones = 0, accepted = 0;
    static char buffer[30000];
    while (accepted < CLIENTS || open_ones > 0) {
        MUST(poll(f, count, 20000));
        if (f[0].revents & POLLIN) f[count++] = (struct pollfd){MUST(accept(l, NULL, NULL)), POLLIN, 0}, accepted++, open_ones++;
        for (int i = 1; i < count; i++) {
            if (!(f[i].revents & (POLLIN | POLLHUP))) continue;
            long n = read(f[i].fd, buffer, sizeof buffer);
            if (n > 0) MUST(write(f[i].fd, buffer, n));
            else close(f[i].fd), f[i].fd = -1, open_ones--;
            f[i].revents = 0;
        }
        if (accepted == CLIENTS) f[0].fd = -1;
    }
    EQ(CLIENTS, accepted);
    int status, failed = 0;
    while (wait(&status) > 0) failed += status != 0;
    EQ(0, failed);
    return finish();
}
