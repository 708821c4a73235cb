// Four threads start programs at the same time, by posix_spawn, fork and vfork, each with a pipe; none mixes them up.
#include "../test.h"
#include <pthread.h>
#include <spawn.h>

static char *self;
static long run(int how, int number) { // starts the child, returns what it answers less what it should
    int p[2];
    char text[16], answer[16] = {0};
    pid_t pid = -1;
    if (pipe2(p, O_CLOEXEC)) return 100000;
    snprintf(text, sizeof text, "%d", number);
    char *words[] = {self, text, NULL};
    if (how == 0) {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, p[1], 1);
        if (posix_spawn(&pid, self, &actions, NULL, words, environ)) return 100000;
        posix_spawn_file_actions_destroy(&actions);
    } else {
        pid = how == 1 ? fork() : vfork();
        if (pid == 0) {
            dup2(p[1], 1);
            execve(self, words, environ);
            _exit(127);
        }
    }
    close(p[1]);
    long length = read(p[0], answer, sizeof answer - 1), rest = read(p[0], answer + 15, 1);
    close(p[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    return (length > 0 && rest == 0 ? atoi(answer) : -1000) - (number + 1) + (status != 0);
}
static void *body(void *argument) {
    long wrong = 0, me = (long)argument;
    for (int i = 0; i < 12; i++) wrong += run(i % 3, (int)(me * 1000 + i)) != 0;
    return (void *)wrong;
}

int main(int argc, char **argv) {
    if (argc > 1) {
        printf("%d\n", atoi(argv[1]) + 1);
        return 0;
    }
    self = argv[0];
    pthread_t t[4];
    long wrong = 0;
    for (long i = 0; i < 4; i++) pthread_create(&t[i], NULL, body, (void *)i);
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(t[i], &result);
        wrong += (long)result;
    }
    EQ(0, wrong);
    ERR(ECHILD, wait(NULL));
    return finish();
}
