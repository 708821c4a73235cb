// stdio on files: buffering modes, seeking, ungetc, append, fdopen, line input, large files, printf of all kinds.
#include "../test.h"

int main(void) {
    char line[64], *text = NULL;
    size_t size = 0;
    FILE *f = fopen("file", "w+");
    CHECK(f != NULL);
    fprintf(f, "%d %s %c %.3f %x %ld %5s|%-5s| %%\n", -5, "str", 'c', 3.14159, 255, 1L << 40, "r", "l");
    fputs("second line\nthird without end", f);
    EQ(0, fseek(f, 0, SEEK_SET));
    CHECK(fgets(line, sizeof line, f) != NULL);
    STR("-5 str c 3.142 ff 1099511627776     r|l    | %\n", line);
    EQ(12, getline(&text, &size, f));
    STR("second line\n", text);
    EQ('t', getc(f));
    EQ('T', ungetc('T', f));
    EQ(17, fread(line, 1, 64, f));
    CHECK(!memcmp(line, "Third without end", 17) && feof(f));
    EQ(EOF, getc(f));
    EQ(76, ftell(f));
    fclose(f);
    f = fopen("file", "a");
    fputs(" appended", f);
    fclose(f);
    struct stat s;
    MUST(stat("file", &s));
    EQ(85, s.st_size);
    CHECK(fopen("missing", "r") == NULL && errno == ENOENT);
    CHECK(fopen("file", "wx") == NULL && errno == EEXIST);
    f = fopen("unbuffered", "w");
    setvbuf(f, NULL, _IONBF, 0);
    putc('1', f);
    STR("1", get("unbuffered")); // at once
    f = fopen("buffered", "w");
    putc('1', f);
    STR("", get("buffered"));
    fflush(f);
    STR("1", get("buffered"));
    f = fopen("lines", "w");
    setvbuf(f, NULL, _IOLBF, 0);
    fputs("half", f);
    STR("", get("lines"));
    fputs(" whole\n", f);
    STR("half whole\n", get("lines"));
    f = fdopen(MUST(open("file", O_RDONLY)), "r");
    EQ(0, fseeko(f, -8, SEEK_END));
    CHECK(fgets(line, sizeof line, f) != NULL);
    STR("appended", line);
    int a = 0;
    double d = 0;
    EQ(2, sscanf("42 2.5", "%d %lf", &a, &d));
    CHECK(a == 42 && d == 2.5);
    int p[2];
    MUST(pipe(p));
    FILE *w = fdopen(p[1], "w"), *r = fdopen(p[0], "r");
    fputs("through a pipe\n", w);
    fclose(w);
    CHECK(fgets(line, sizeof line, r) != NULL && fgets(line + 20, 20, r) == NULL && feof(r));
    f = fopen("/dev/full", "w");
    fputs("x", f);
    EQ(EOF, fflush(f));
    EQ(ENOSPC, errno);
    return finish();
}
