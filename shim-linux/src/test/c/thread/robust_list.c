// The robust list: at a thread's or process's death the words it holds are marked and a waiter is woken.
#include "../test.h"
#include <linux/futex.h>
#include <stddef.h>
#include <sys/mman.h>

struct lock {
    struct robust_list list;
    int word;
};
static struct robust_list_head *make_list(struct lock *locks, int count) {
    struct robust_list_head *head = calloc(1, sizeof *head);
    head->futex_offset = offsetof(struct lock, word);
    struct robust_list *last = &head->list;
    for (int i = 0; i < count; i++) last->next = &locks[i].list, last = &locks[i].list;
    last->next = &head->list;
    return head;
}
static struct lock *locks;
static void *die_holding(void *unused) {
    syscall(SYS_set_robust_list, make_list(locks, 2), sizeof(struct robust_list_head));
    locks[0].word = gettid();
    locks[1].word = gettid() | FUTEX_WAITERS;
    msleep(20);
    syscall(SYS_exit, 0);
    return unused;
}

int main(void) {
    void *head;
    size_t length = 0;
    OK(syscall(SYS_get_robust_list, 0, &head, &length));
    EQ(24, length);
    ERR(EINVAL, syscall(SYS_set_robust_list, NULL, 8));
    ERR(ESRCH, syscall(SYS_get_robust_list, 0x3fffffff, &head, &length));
    locks = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pid_t pid = xfork();
    if (pid == 0) die_holding(NULL);
    for (int w; ((w = __atomic_load_n(&locks[1].word, __ATOMIC_SEQ_CST)) & FUTEX_OWNER_DIED) == 0;)
        syscall(SYS_futex, &locks[1].word, FUTEX_WAIT, w, &(struct timespec){1, 0}, NULL, 0);
    AWAIT((locks[0].word & FUTEX_OWNER_DIED) && (locks[1].word & FUTEX_OWNER_DIED));
    EQ(0, locks[0].word & FUTEX_TID_MASK);
    STR("exit 0", reap(pid));
    memset(locks, 0, 4096);
    pid = xfork();
    if (pid == 0) { // killed, not ended by itself
        syscall(SYS_set_robust_list, make_list(locks, 2), sizeof(struct robust_list_head));
        locks[0].word = gettid();
        locks[1].word = 12345; // somebody else's: left alone
        kill(getpid(), SIGKILL);
    }
    STR("killed by SIGKILL", reap(pid));
    CHECK(locks[0].word & FUTEX_OWNER_DIED);
    EQ(12345, locks[1].word);
    memset(locks, 0, 4096);
    pid = xfork();
    if (pid == 0) { // exec counts as well
        syscall(SYS_set_robust_list, make_list(locks, 1), sizeof(struct robust_list_head));
        locks[0].word = gettid();
        execl("/bin/true", "true", NULL);
    }
    STR("exit 0", reap(pid));
    CHECK(locks[0].word & FUTEX_OWNER_DIED);
    pid = xfork();
    if (pid == 0) { // a wild list does no harm
        syscall(SYS_set_robust_list, (void *)16, sizeof(struct robust_list_head));
        _exit(3);
    }
    STR("exit 3", reap(pid));
    pid = xfork();
    if (pid == 0) {
        struct robust_list_head *ring = make_list(locks, 2); // nor does an endless one
        locks[1].list.next = &locks[0].list;
        syscall(SYS_set_robust_list, ring, sizeof *ring);
        _exit(4);
    }
    STR("exit 4", reap(pid));
    return finish();
}
