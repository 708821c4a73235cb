// Numbers of the x32 ABI (bit 30 set). Natively ENOSYS, as kernels are built without it; where it is there, they work.
// In Isthmus, expected: ENOSYS.
#include "../test.h"

int main(void) {
    long number = 0x40000000L + SYS_getpid;
    long result = syscall(number);
    CHECK((result == -1 && errno == ENOSYS) || result == getpid());
    ERR(ENOSYS, syscall(0x40000000L + 400));
    ERR(ENOSYS, syscall(0x40000000L + 0x3fff));
    put("file", "text");
    result = syscall(0x40000000L + 520); // execve of x32, with nothing
    CHECK(result == -1 && (errno == ENOSYS || errno == EFAULT));
    CHECK(getpid() > 0);
    return finish();
}
