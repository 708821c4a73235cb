// O_APPEND: every write goes to the end as it is then; several writers lose nothing and tear no record.
#include "../test.h"

int main(void) {
    char buffer[8];
    for (int w = 0; w < 4; w++)
        if (xfork() == 0) {
            int fd = MUST(open("log", O_WRONLY | O_CREAT | O_APPEND, 0600)); // an open file each
            char record[101];
            memset(record, 'a' + w, 100);
            record[99] = '\n';
            for (int i = 0; i < 200; i++) MUST(write(fd, record, 100));
            _exit(0);
        }
    int status;
    while (wait(&status) > 0) EQ(0, status);
    FILE *f = fopen("log", "r");
    char record[100];
    int records = 0, torn = 0;
    while (fread(record, 1, 100, f) == 100) records++, torn += record[99] != '\n' || memcmp(record, record + 1, 98);
    EQ(800, records);
    EQ(0, torn);
    fclose(f);
    int fd = MUST(open("log", O_RDWR | O_APPEND));
    EQ(3, read(fd, buffer, 3)); // reading is where the offset is
    EQ(3, lseek(fd, 0, SEEK_CUR));
    EQ(1, write(fd, "z", 1));
    EQ(80001, lseek(fd, 0, SEEK_CUR)); // and writing takes it to the end
    MUST(ftruncate(fd, 5));
    EQ(1, write(fd, "y", 1));
    EQ(6, lseek(fd, 0, SEEK_END));
    int plain = MUST(open("log", O_WRONLY)); // on and off while open
    EQ(0, fcntl(plain, F_GETFL) & O_APPEND);
    OK(fcntl(plain, F_SETFL, O_APPEND));
    EQ(1, write(plain, "x", 1));
    EQ(7, lseek(plain, 0, SEEK_CUR));
    OK(fcntl(plain, F_SETFL, 0));
    MUST(lseek(plain, 0, SEEK_SET));
    EQ(1, write(plain, "A", 1));
    EQ(7, lseek(plain, 0, SEEK_END));
    return finish();
}
