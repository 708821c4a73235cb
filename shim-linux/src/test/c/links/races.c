// Names under contention: one of many O_EXCL, link and mkdir wins; rename never leaves a moment without the name.
#include "../test.h"

static int winners(int (*attempt)(int), int rounds) { // children that won, summed over the rounds
    int won = 0;
    for (int round = 0; round < rounds; round++) {
        int start[2];
        MUST(pipe(start));
        for (int i = 0; i < 4; i++)
            if (xfork() == 0) {
                char c;
                close(start[1]);
                read(start[0], &c, 1); // all go together
                _exit(attempt(round) != -1 ? 1 : errno == EEXIST ? 0 : 2);
            }
        close(start[0]), close(start[1]);
        int status;
        while (wait(&status) > 0) won += WEXITSTATUS(status) == 2 ? 1000 : WEXITSTATUS(status);
    }
    return won;
}
static char name[32];
static int by_open(int round) {
    snprintf(name, sizeof name, "open%d", round);
    return open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
}
static int by_link(int round) {
    snprintf(name, sizeof name, "link%d", round);
    return link("source", name);
}
static int by_mkdir(int round) {
    snprintf(name, sizeof name, "dir%d", round);
    return mkdir(name, 0700);
}

int main(void) {
    put("source", "x");
    EQ(8, winners(by_open, 8));
    EQ(8, winners(by_link, 8));
    EQ(8, winners(by_mkdir, 8));
    put("target", "0");
    pid_t pid = xfork();
    if (pid == 0) {
        for (int i = 0; i < 150; i++) {
            put("next", "whole contents");
            MUST(rename("next", "target"));
        }
        _exit(0);
    }
    int missing = 0, torn = 0, looks = 0;
    while (waitpid(pid, NULL, WNOHANG) == 0) {
        const char *text = get("target");
        missing += !strcmp(text, "ENOENT");
        torn += strcmp(text, "whole contents") && strcmp(text, "0");
        looks++;
    }
    EQ(0, missing);
    EQ(0, torn);
    CHECK(looks > 0);
    return finish();
}
