// membarrier: the query tells what there is, and what it names works after registration.
#include "../test.h"
#include <linux/membarrier.h>

static int membarrier(int command, unsigned flags) { return syscall(SYS_membarrier, command, flags, 0); }

int main(void) {
    int offered = membarrier(MEMBARRIER_CMD_QUERY, 0);
    if (offered == -1) { // an honest refusal is allowed: callers fall back
        CHECK(errno == ENOSYS);
        offered = 0;
    } else say("ok: errno == ENOSYS");
    CHECK(offered >= 0);
    int expedited = MEMBARRIER_CMD_PRIVATE_EXPEDITED, registration = MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
    CHECK(!(offered & expedited) == !(offered & registration));
    if (offered & expedited) {
        CHECK(membarrier(expedited, 0) == -1 && errno == EPERM); // not registered yet
        CHECK(membarrier(registration, 0) == 0);
        CHECK(membarrier(expedited, 0) == 0);
    }
    if (offered & MEMBARRIER_CMD_GLOBAL) CHECK(membarrier(MEMBARRIER_CMD_GLOBAL, 0) == 0);
    if (offered) CHECK(membarrier(1 << 30, 0) == -1 && errno == EINVAL);
    if (offered) CHECK(membarrier(MEMBARRIER_CMD_QUERY, 1) == -1 && errno == EINVAL);
    return finish();
}
