// system, popen and a pipeline by hand: programs started by a shell, their output and their status.
#include "../test.h"

int main(void) {
    EQ(0, system("exit 0"));
    EQ(3 << 8, system("exit 3"));
    CHECK(system(NULL) != 0);
    EQ(SIGTERM, system("kill -TERM $$"));
    EQ(127 << 8, system("surely-no-such-program 2>/dev/null"));
    EQ(0, system("echo one > out; echo two >> out; test -s out"));
    STR("one\ntwo\n", get("out"));
    char line[64] = {0};
    FILE *f = popen("echo from popen; exit 5", "r");
    CHECK(fgets(line, sizeof line, f) != NULL);
    STR("from popen\n", line);
    EQ(5 << 8, pclose(f));
    f = popen("tr a-z A-Z > upper", "w");
    fputs("shout\n", f);
    EQ(0, pclose(f));
    STR("SHOUT\n", get("upper"));
    int a[2], b[2];
    MUST(pipe(a));
    pid_t first = xfork();
    if (first == 0) {
        dup2(a[1], 1);
        close(a[0]), close(a[1]);
        execlp("seq", "seq", "1", "1000", NULL);
        _exit(9);
    }
    MUST(pipe(b));
    pid_t second = xfork();
    if (second == 0) {
        dup2(a[0], 0), dup2(b[1], 1);
        close(a[0]), close(a[1]), close(b[0]), close(b[1]);
        execlp("tail", "tail", "-n", "1", NULL);
        _exit(9);
    }
    close(a[0]), close(a[1]), close(b[1]);
    EQ(5, read(b[0], line, sizeof line));
    line[5] = 0;
    STR("1000\n", line);
    STR("exit 0", reap(first));
    STR("exit 0", reap(second));
    return finish();
}
