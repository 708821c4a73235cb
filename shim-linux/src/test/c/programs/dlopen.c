// cflags: -rdynamic
// dlopen and dlsym: a library found by name, one missing, symbols of the program itself, dl_iterate_phdr.
#include "../test.h"
#include <dlfcn.h>
#include <link.h>

int exported(int x) { return x * 3; }

static int count(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size;
    ++*(int *)data;
    return info->dlpi_phnum == 0; // stops at an entry without headers
}

int main(void) {
    void *m = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
    CHECK(m != NULL);
    double (*square_root)(double) = (double (*)(double))dlsym(m, "sqrt");
    CHECK(square_root != NULL && square_root(49) == 7);
    CHECK(dlopen("libm.so.6", RTLD_NOW) == m); // counted, not loaded again
    CHECK(dlsym(m, "no_such_symbol") == NULL && dlerror() != NULL);
    CHECK(dlopen("libno-such.so", RTLD_NOW) == NULL);
    CHECK(strstr(dlerror(), "libno-such.so") != NULL);
    put("rubbish.so", "this is no library");
    CHECK(dlopen("./rubbish.so", RTLD_NOW) == NULL);
    int (*own)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "exported");
    CHECK(own && own(5) == 15);
    Dl_info info;
    CHECK(dladdr((void *)exported, &info) != 0);
    STR("exported", info.dli_sname);
    int objects = 0;
    EQ(0, dl_iterate_phdr(count, &objects));
    CHECK(objects >= 4); // program, libc, libm, interpreter (and vDSO)
    OK(dlclose(m));
    OK(dlclose(m));
    pid_t pid = xfork();
    if (pid == 0) _exit(dlopen("libm.so.6", RTLD_NOW) ? 0 : 1);
    STR("exit 0", reap(pid));
    return finish();
}
