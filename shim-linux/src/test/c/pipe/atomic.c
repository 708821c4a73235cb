// Writes of up to PIPE_BUF bytes by several processes do not mix; a blocked writer goes on as room appears.
#include "../test.h"

int main(void) {
    int p[2];
    static char block[300000];
    MUST(pipe(p));
    for (int w = 0; w < 4; w++)
        if (xfork() == 0) {
            close(p[0]);
            char record[512];
            memset(record, 'a' + w, sizeof record);
            for (int i = 0; i < 300; i++) MUST(write(p[1], record, sizeof record));
            _exit(0);
        }
    close(p[1]);
    FILE *f = fdopen(p[0], "r");
    int records = 0, mixed = 0, by[4] = {0};
    char record[512];
    while (fread(record, 1, sizeof record, f) == sizeof record) {
        records++;
        mixed += memcmp(record, record + 1, sizeof record - 1) != 0;
        if (record[0] >= 'a' && record[0] < 'e') by[record[0] - 'a']++;
    }
    EQ(1200, records);
    EQ(0, mixed);
    CHECK(by[0] == 300 && by[1] == 300 && by[2] == 300 && by[3] == 300);
    fclose(f);
    while (wait(NULL) > 0) {
    }
    MUST(pipe(p));
    pid_t pid = xfork();
    if (pid == 0) {
        close(p[0]);
        for (size_t i = 0; i < sizeof block; i++) block[i] = i % 251;
        _exit(write(p[1], block, sizeof block) == sizeof block ? 0 : 1); // one call, five times the capacity
    }
    close(p[1]);
    long total = 0, n;
    bool good = true;
    unsigned char chunk[1000];
    while ((n = read(p[0], chunk, sizeof chunk)) > 0)
        for (int i = 0; i < n; i++) good &= chunk[i] == total++ % 251;
    EQ(300000, total);
    CHECK(good);
    STR("exit 0", reap(pid));
    return finish();
}
