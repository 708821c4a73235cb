// cflags: -lm
// SIGFPE: division by zero and overflow of integers, unmasked floating-point exceptions, with the right codes.
#include "../test.h"
#include <fenv.h>
#include <setjmp.h>

static sigjmp_buf out;
static volatile int code;
static volatile uintptr_t address;
static void on_fpe(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    code = info->si_code, address = (uintptr_t)info->si_addr;
    siglongjmp(out, 1);
}
static const char *name(void) {
    switch (code) {
    case FPE_INTDIV: return "FPE_INTDIV";
    case FPE_INTOVF: return "FPE_INTOVF";
    case FPE_FLTDIV: return "FPE_FLTDIV";
    case FPE_FLTOVF: return "FPE_FLTOVF";
    case FPE_FLTUND: return "FPE_FLTUND";
    case FPE_FLTRES: return "FPE_FLTRES";
    case FPE_FLTINV: return "FPE_FLTINV";
    default: return "none";
    }
}
static volatile double zero, one = 1, huge = 1e308, three = 3, result;
static volatile long double long_zero, long_one = 1, long_result;
static volatile int seven = 7, integer_zero, minimum = INT32_MIN, minus = -1, integer;

#define RAISES(want, ...)                            \
    do {                                             \
        code = 0;                                    \
        if (!sigsetjmp(out, 1)) { __VA_ARGS__; }     \
        fedisableexcept(FE_ALL_EXCEPT);              \
        feclearexcept(FE_ALL_EXCEPT);                \
        say("%s", #__VA_ARGS__);                     \
        STR(want, name());                           \
    } while (0)

int main(void) {
    handle_info(SIGFPE, on_fpe, 0);
    RAISES("FPE_INTDIV", integer = seven / integer_zero);
    CHECK(address != 0);
    RAISES("FPE_INTDIV", integer = seven % integer_zero);
    RAISES("FPE_INTDIV", integer = minimum / minus); // x86 knows no difference
    RAISES("none", result = one / zero); // masked by default
    RAISES("FPE_FLTDIV", feenableexcept(FE_DIVBYZERO); result = one / zero);
    RAISES("FPE_FLTINV", feenableexcept(FE_INVALID); result = zero / zero);
    RAISES("FPE_FLTOVF", feenableexcept(FE_OVERFLOW); result = huge * huge);
    RAISES("FPE_FLTRES", feenableexcept(FE_INEXACT); result = one / three);
    RAISES("FPE_FLTDIV", feenableexcept(FE_DIVBYZERO); long_result = long_one / long_zero); // x87
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGFPE, SIG_DFL, 0);
        _exit(seven / integer_zero);
    }
    STR("killed by SIGFPE", reap(pid));
    pid = xfork();
    if (pid == 0) {
        handle(SIGFPE, SIG_IGN, 0); // a fault cannot be ignored
        _exit(seven / integer_zero);
    }
    STR("killed by SIGFPE", reap(pid));
    return finish();
}
