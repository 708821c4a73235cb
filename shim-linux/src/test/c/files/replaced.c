// Whoever opens, cuts, sets, looks at, executes or makes a file by name finds one, whatever takes its place or is removed meanwhile.
#include "../test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/sendfile.h>

enum { ROUNDS = 1000 };

static atomic_bool ended;

// How often it failed, and why at last; a thread's result.
struct result {
    int failures, reason;
};

static void note(struct result *result, bool failed) {
    if (failed) *result = (struct result){result->failures + 1, errno};
}

static void *open_it(void *result) {
    while (!ended) {
        int fd = open("shown", O_RDONLY);
        note(result, fd < 0);
        if (fd >= 0) close(fd);
    }
    return NULL;
}

static void *cut_it(void *result) {
    while (!ended) note(result, truncate("shown", 1) < 0);
    return NULL;
}

static void *set_it(void *result) {
    while (!ended) {
        note(result, chmod("shown", 0700) < 0);
        note(result, chown("shown", -1, getegid()) < 0);
        note(result, utimensat(AT_FDCWD, "shown", NULL, 0) < 0);
    }
    return NULL;
}

static void *look_at_it(void *result) {
    struct stat s;
    while (!ended) {
        note(result, stat("shown", &s) < 0);
        note(result, access("shown", R_OK) < 0);
    }
    return NULL;
}

static void *make_it(void *result) {
    while (!ended) {
        int fd = open("flag", O_RDWR | O_CREAT, 0600);
        note(result, fd < 0);
        if (fd >= 0) close(fd);
    }
    return NULL;
}

static void *remove_it(void *unused) {
    while (!ended) unlink("flag");
    return unused;
}

static void *execute_it(void *result) {
    while (!ended) {
        pid_t pid = vfork();
        if (pid == 0) execl("program", "program", "run", NULL), _exit(errno == ETXTBSY ? 0 : 1);
        int status;
        MUST(waitpid(pid, &status, 0));
        errno = 0;
        note(result, status != 0);
    }
    return NULL;
}

static void replace(const char *name, int contents) {
    struct stat s;
    int fd = MUST(open("new", O_CREAT | O_WRONLY, 0755));
    MUST(fstat(contents, &s));
    MUST(sendfile(fd, contents, &(off_t){0}, s.st_size));
    MUST(close(fd));
    MUST(rename("new", name));
}

int main(int count, char **arguments) {
    (void)arguments;
    if (count > 1) return 0;
    static void *(*const ways[])(void *) = {open_it,    open_it, open_it,   cut_it,    set_it,
                                            look_at_it, make_it, remove_it, execute_it};
    static const char *const names[] = {"open", "open", "open", "cut", "set", "look", "make", "remove", "execute"};
    enum { WAYS = sizeof ways / sizeof *ways };
    pthread_t threads[WAYS];
    struct result results[WAYS] = {0};
    int program = MUST(open("/proc/self/exe", O_RDONLY));
    put("text", "text");
    int text = MUST(open("text", O_RDONLY));
    replace("shown", text);
    replace("program", program);
    for (int i = 0; i < WAYS; i++) pthread_create(&threads[i], NULL, ways[i], &results[i]);
    for (int i = 0; i < ROUNDS; i++) {
        replace("shown", text);
        if (i % 10 == 0) replace("program", program);
    }
    ended = true;
    for (int i = 0; i < WAYS; i++) {
        pthread_join(threads[i], NULL);
        if (results[i].failures == 0) say("%s: ok", names[i]);
        else FAIL_AT("%s: %d times, at last %s", names[i], results[i].failures, errname(results[i].reason));
    }
    return finish();
}
