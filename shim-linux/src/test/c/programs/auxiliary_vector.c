// The auxiliary vector: page size, program headers, entry, ids, random bytes, names, and no rubbish.
#include "../test.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

extern const ElfW(Ehdr) __ehdr_start;
extern void _start(void);

int main(int argc, char **argv) {
    (void)argc;
    EQ(4096, getauxval(AT_PAGESZ));
    EQ(100, getauxval(AT_CLKTCK));
    EQ(56, getauxval(AT_PHENT));
    CHECK(getauxval(AT_PHNUM) == __ehdr_start.e_phnum);
    CHECK(getauxval(AT_PHDR) == (uintptr_t)&__ehdr_start + __ehdr_start.e_phoff);
    CHECK(getauxval(AT_ENTRY) == (uintptr_t)_start);
    CHECK(getauxval(AT_UID) == getuid() && getauxval(AT_EUID) == geteuid());
    CHECK(getauxval(AT_GID) == getgid() && getauxval(AT_EGID) == getegid());
    EQ(0, getauxval(AT_SECURE));
    EQ(0, getauxval(AT_FLAGS));
    STR("x86_64", (char *)getauxval(AT_PLATFORM));
    CHECK(!strcmp((char *)getauxval(AT_EXECFN), argv[0]));
    unsigned char *random = (unsigned char *)getauxval(AT_RANDOM), sum = 0;
    CHECK(random != NULL);
    for (int i = 0; i < 16; i++) sum |= random[i];
    CHECK(sum != 0);
    CHECK(getauxval(AT_MINSIGSTKSZ) == 0 || getauxval(AT_MINSIGSTKSZ) >= 1000);
    const ElfW(Ehdr) *base = (void *)getauxval(AT_BASE); // the interpreter
    CHECK(base && !memcmp(base->e_ident, ELFMAG, 4) && base->e_type == ET_DYN);
    unsigned long vector[100];
    int fd = MUST(open("/proc/self/auxv", O_RDONLY));
    long n = read(fd, vector, sizeof vector);
    CHECK(n > 0 && n % 16 == 0 && vector[n / 8 - 2] == AT_NULL);
    bool same = true;
    for (int i = 0; i < n / 8 - 2; i += 2)
        if (vector[i] != AT_HWCAP) same &= getauxval(vector[i]) == vector[i + 1];
    CHECK(same);
    uintptr_t stack = (uintptr_t)&fd; // strings lie above the stack in use
    CHECK((uintptr_t)argv > stack && (uintptr_t)environ > (uintptr_t)argv && (uintptr_t)argv[0] > (uintptr_t)environ);
    CHECK((uintptr_t)argv % 8 == 0);
    return finish();
}
