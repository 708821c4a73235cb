// A program's file may be written to as soon as the last process that ran it has been waited for, but no sooner.
#include "../test.h"
#include <pthread.h>
#include <sys/sendfile.h>

enum { ROUNDS = 40 };

static void *end_later(void *unused) {
    (void)unused;
    sched_yield();
    _exit(7);
}

// What the program does: it ends with one thread, with two at once, or in one that outlives the first.
static int inner(const char *way) {
    pthread_t thread;
    if (*way == 'w') return read(0, &way, 1) == 0 ? 7 : 1;
    if (*way == 'a') return 7;
    EQ(0, pthread_create(&thread, NULL, end_later, NULL));
    if (*way == 'b') return 7;
    pthread_exit(NULL);
}

static pid_t start(char *way) {
    pid_t pid = xfork();
    if (pid == 0) execv("program", (char *[]){"program", way, NULL}), _exit(99);
    return pid;
}

static int refused(char *way) {
    int count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int status;
        pid_t pid = start(way);
        MUST(waitpid(pid, &status, 0));
        if (status != 7 << 8) FAIL_AT("status %#x", status);
        int fd = open("program", O_WRONLY);
        if (fd < 0) count++;
        else close(fd);
    }
    return count;
}

int main(int count, char **arguments) {
    if (count > 1) hush();
    if (count > 1) return inner(arguments[1]);
    int self = MUST(open("/proc/self/exe", O_RDONLY)), copy = MUST(open("program", O_WRONLY | O_CREAT, 0755));
    struct stat s;
    MUST(fstat(self, &s));
    EQ(1, sendfile(copy, self, NULL, s.st_size) == s.st_size);
    MUST(close(copy));

    int wait[2], started[2];
    MUST(pipe2(wait, O_CLOEXEC));
    MUST(pipe2(started, O_CLOEXEC));
    MUST(dup2(wait[0], 0));
    pid_t pid = start("wait");
    MUST(close(started[1]));
    EQ(0, read(started[0], started, 1));
    ERR(ETXTBSY, open("program", O_WRONLY));
    MUST(close(wait[1]));
    STR("exit 7", reap(pid));

    EQ(0, refused("alone"));
    EQ(0, refused("both"));
    EQ(0, refused("curtailed"));
    return finish();
}
