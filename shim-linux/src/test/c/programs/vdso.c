// The vDSO: an ELF object with the clock functions, at the address that the auxiliary vector names (if any).
#include "../test.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

static const char *find(const ElfW(Ehdr) *e, const char *name, void **address) {
    const ElfW(Phdr) *ph = (void *)((char *)e + e->e_phoff);
    const ElfW(Dyn) *dynamic = NULL;
    uintptr_t bias = 0;
    for (int i = 0; i < e->e_phnum; i++) {
        if (ph[i].p_type == PT_LOAD) bias = (uintptr_t)e + ph[i].p_offset - ph[i].p_vaddr;
        if (ph[i].p_type == PT_DYNAMIC) dynamic = (void *)((char *)e + ph[i].p_offset);
    }
    const char *strings = NULL;
    const ElfW(Sym) *symbols = NULL;
    for (; dynamic && dynamic->d_tag; dynamic++) {
        if (dynamic->d_tag == DT_STRTAB) strings = (void *)(bias + dynamic->d_un.d_ptr);
        if (dynamic->d_tag == DT_SYMTAB) symbols = (void *)(bias + dynamic->d_un.d_ptr);
    }
    if (!strings || !symbols) return "no tables";
    for (int i = 1; i < 64 && (const char *)&symbols[i] < strings; i++)
        if (!strcmp(strings + symbols[i].st_name, name)) {
            *address = (void *)(bias + symbols[i].st_value);
            return "found";
        }
    return "not found";
}

int main(void) {
    const ElfW(Ehdr) *e = (void *)getauxval(AT_SYSINFO_EHDR);
    CHECK(e != NULL);
    if (!e) return finish();
    CHECK(!memcmp(e->e_ident, ELFMAG, 4) && e->e_type == ET_DYN && e->e_machine == EM_X86_64);
    void *clock = NULL, *day = NULL, *seconds = NULL;
    STR("found", find(e, "__vdso_clock_gettime", &clock));
    STR("found", find(e, "__vdso_gettimeofday", &day));
    STR("found", find(e, "__vdso_time", &seconds));
    struct timespec a, b, c;
    clock_gettime(CLOCK_MONOTONIC, &a);
    EQ(0, ((int (*)(clockid_t, struct timespec *))clock)(CLOCK_MONOTONIC, &b));
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &c);
    long long x = a.tv_sec * 1000000000LL + a.tv_nsec, y = b.tv_sec * 1000000000LL + b.tv_nsec;
    CHECK(x <= y && y <= c.tv_sec * 1000000000LL + c.tv_nsec);
    pid_t pid = xfork(); // there after fork, too
    if (pid == 0) _exit(((int (*)(clockid_t, struct timespec *))clock)(CLOCK_REALTIME, &b));
    STR("exit 0", reap(pid));
    CHECK(strstr(get("/proc/self/maps"), "[vdso]") != NULL);
    return finish();
}
