// Arguments and environment reach the new program byte for byte: empty ones, spaces, every byte value, long ones.
#include "../test.h"

static int child(int argc, char **argv) {
    EQ(8, argc);
    STR("", argv[2]);
    STR("two words", argv[3]);
    STR("tab\there\nline", argv[4]);
    EQ(255, strlen(argv[5]));
    bool all = true;
    for (int i = 0; i < 255; i++) all &= (unsigned char)argv[5][i] == i + 1;
    CHECK(all);
    EQ(100000, strlen(argv[6]));
    CHECK(strspn(argv[6], "y") == 100000);
    STR("", argv[7]);
    CHECK(argv[8] == NULL);
    STR("value with = sign", getenv("NAME"));
    STR("", getenv("EMPTY"));
    STR("no equals sign", environ[2]);
    STR("NAME=twice", environ[3]);
    CHECK(environ[4] == NULL);
    return finish();
}

int main(int argc, char **argv) {
    if (argc > 1) return child(argc, argv);
    static char every[256], big[100001];
    for (int i = 0; i < 255; i++) every[i] = i + 1;
    memset(big, 'y', 100000);
    char *arguments[] = {"name of its own", "child", "", "two words", "tab\there\nline", every, big, "", NULL};
    char *variables[] = {"NAME=value with = sign", "EMPTY=", "no equals sign", "NAME=twice", NULL};
    pid_t pid = xfork();
    if (pid == 0) {
        execve("/proc/self/exe", arguments, variables);
        execve(argv[0], arguments, variables);
        _exit(9);
    }
    STR("exit 0", reap(pid));
    return finish();
}
