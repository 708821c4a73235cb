// cflags: -lm
// Floating point: rounding modes, exceptions, x87 precision, denormals, and that calls and signals leave them alone.
#include "../test.h"
#include <fenv.h>
#include <math.h>

static volatile double one = 1, three = 3, tiny = 5e-324, big = 1.7e308;
static volatile long double long_one = 1, long_three = 3;
static void on_signal(int signal) {
    (void)signal;
    fesetround(FE_TOWARDZERO);
    feclearexcept(FE_ALL_EXCEPT);
}

int main(void) {
    fesetround(FE_UPWARD);
    double up = one / three;
    getppid(); // the mode is this thread's and stays
    msleep(1);
    CHECK(one / three == up);
    fesetround(FE_DOWNWARD);
    double down = one / three;
    CHECK(up > down);
    EQ(FE_DOWNWARD, fegetround());
    handle(SIGUSR1, on_signal, 0);
    raise(SIGUSR1);
    EQ(FE_DOWNWARD, fegetround()); // put back
    CHECK(one / three == down);
    pid_t pid = xfork();
    if (pid == 0) _exit(fegetround() == FE_DOWNWARD && one / three == down ? 0 : 1);
    STR("exit 0", reap(pid));
    fesetround(FE_TONEAREST);
    feclearexcept(FE_ALL_EXCEPT);
    volatile double r = big * three;
    EQ(FE_OVERFLOW | FE_INEXACT, fetestexcept(FE_ALL_EXCEPT));
    getppid();
    raise(SIGUSR1);
    CHECK(fetestexcept(FE_OVERFLOW) && isinf(r));
    feclearexcept(FE_ALL_EXCEPT);
    CHECK(tiny > 0 && tiny / 2 == 0);
    CHECK(fetestexcept(FE_UNDERFLOW));
    EQ(64, __LDBL_MANT_DIG__);
    long double third = long_one / long_three; // x87 has eleven bits more
    CHECK((double)third != third && fabsl(third * 3 - 1) < 1e-18L);
    double sum = 0;
    for (int i = 1; i <= 1000000; i++) sum += 1.0 / i;
    EQ(14392726722, (long long)(sum * 1e9));
    EQ(1000000, (long long)(pow(10, 6)));
    EQ(693147180559, (long long)(log(2) * 1e12));
    CHECK(isnan(sqrt(-one)) && isinf(one / 0.0) && signbit(-0.0));
    EQ(3, lrint(2.5000001));
    EQ(2, lrint(2.5));
    return finish();
}
