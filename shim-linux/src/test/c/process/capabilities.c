// capget and capset: versions, sets after becoming an ordinary user, giving up rights for good.
#include "../test.h"
#include <linux/capability.h>

static struct __user_cap_header_struct header;
static struct __user_cap_data_struct data[2];
static int get_caps(unsigned version, int pid) {
    header = (struct __user_cap_header_struct){version, pid};
    return syscall(SYS_capget, &header, data);
}
static int set_caps(void) {
    header = (struct __user_cap_header_struct){_LINUX_CAPABILITY_VERSION_3, 0};
    return syscall(SYS_capset, &header, data);
}

int main(void) {
    put("file", "");
    MUST(chmod(".", 0777));
    ERR(EINVAL, get_caps(0x12345678, 0)); // and tells the version that it wants
    EQ(_LINUX_CAPABILITY_VERSION_3, header.version);
    OK(get_caps(_LINUX_CAPABILITY_VERSION_3, 0));
    CHECK((data[0].effective & ~data[0].permitted) == 0);
    OK(get_caps(_LINUX_CAPABILITY_VERSION_3, getpid()));
    ERR(ESRCH, get_caps(_LINUX_CAPABILITY_VERSION_3, 0x3fffffff));
    ERR(EINVAL, get_caps(_LINUX_CAPABILITY_VERSION_3, -1));
    header.version = 0;
    OK(syscall(SYS_capget, &header, NULL)); // only asks for the version
    drop_root();
    OK(get_caps(_LINUX_CAPABILITY_VERSION_3, 0));
    EQ(0, data[0].effective | data[1].effective | data[0].permitted | data[1].permitted);
    OK(set_caps());
    data[0].effective = 1 << CAP_CHOWN;
    ERR(EPERM, set_caps());
    data[0].permitted = 1 << CAP_CHOWN;
    ERR(EPERM, set_caps());
    data[0] = (struct __user_cap_data_struct){.inheritable = 1 << CAP_CHOWN};
    ERR(EPERM, set_caps());
    ERR(EFAULT, syscall(SYS_capget, 16, data));
    ERR(EPERM, chown("file", 0, 0));
    return finish();
}
