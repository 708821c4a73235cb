// A megabyte of arguments and of environment goes through exec; what is too much gives E2BIG.
#include "../test.h"
#include <sys/resource.h>

int main(int argc, char **argv) {
    if (argc > 1000) {
        long sum = 0, variables = 0;
        for (int i = 1; i < argc; i++) sum += strlen(argv[i]) + (argv[i][0] == 'a' && argv[i][99] == 'a');
        for (char **e = environ; *e; e++) variables += strlen(*e);
        EQ(5001, argc);
        EQ(505000, sum);
        EQ(500000, variables);
        CHECK(strstr(argv[0], "large") != NULL);
        return finish();
    }
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_STACK, &limit));
    limit.rlim_cur = 8 << 20; // arguments may take a quarter of it
    MUST(setrlimit(RLIMIT_STACK, &limit));
    char word[101], *words[5002], *variables[5001];
    memset(word, 'a', 100);
    word[100] = 0;
    for (int i = 0; i < 5001; i++) words[i] = word, variables[i % 5000] = word;
    words[0] = "large";
    words[5001] = variables[5000] = NULL;
    pid_t pid = xfork();
    if (pid == 0) execve(argv[0], words, variables), _exit(9);
    STR("exit 0", reap(pid));
    static char *many[60001];
    for (int i = 0; i < 60000; i++) many[i] = word; // six megabytes
    ERR(E2BIG, execve(argv[0], many, NULL));
    limit.rlim_cur = 1 << 20; // a smaller stack allows less
    MUST(setrlimit(RLIMIT_STACK, &limit));
    ERR(E2BIG, execve(argv[0], words, variables));
    return finish();
}
