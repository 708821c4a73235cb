// The path of the current directory is always one that there was, whoever moves it meanwhile.
#include "../test.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { ROUNDS = 50000 };

static atomic_bool ended;

static void *move(void *top) {
    MUST(chdir(top));
    while (!ended) {
        MUST(rename("a/one", "b/two"));
        MUST(rename("b/two", "a/one"));
    }
    return NULL;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && !strcmp(text + length - wanted, end);
}

int main(void) {
    char top[4096], now[4096];
    pthread_t thread;
    int unknown = 0;
    MUST(mkdir("a", 0777));
    MUST(mkdir("b", 0777));
    MUST(mkdir("a/one", 0777));
    MUST(mkdir("a/one/sub", 0777));
    if (getcwd(top, sizeof top) == NULL) return 2;
    EQ(0, pthread_create(&thread, NULL, move, top));
    pid_t pid = xfork();
    if (pid == 0) {
        hush();
        while (chdir("a/one/sub") == -1) sched_yield();
        for (int i = 0; i < ROUNDS; i++) {
            if (getcwd(now, sizeof now) == NULL) return 2;
            unknown += !ends_with(now, "/a/one/sub") && !ends_with(now, "/b/two/sub");
        }
        EQ(0, unknown);
        _exit(finish());
    }
    STR("exit 0", reap(pid));
    ended = true;
    EQ(0, pthread_join(thread, NULL));
    return finish();
}
