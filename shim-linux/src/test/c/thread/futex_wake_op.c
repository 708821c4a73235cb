// FUTEX_WAKE_OP: changes a second word, wakes on the first, and on the second if its old value compares true.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>

static int a, b;
static long wake_op(int count, long count2, int op, int argument, int compare, int with) {
    return syscall(SYS_futex, &a, FUTEX_WAKE_OP_PRIVATE, count, count2, &b, FUTEX_OP(op, argument, compare, with));
}
static void *sleeper(void *word) {
    int value = *(int *)word;
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
    return NULL;
}

int main(void) {
    b = 5;
    EQ(0, wake_op(1, 1, FUTEX_OP_SET, 7, FUTEX_OP_CMP_EQ, 5));
    EQ(7, b);
    EQ(0, wake_op(1, 1, FUTEX_OP_ADD, 3, FUTEX_OP_CMP_EQ, 0));
    EQ(10, b);
    wake_op(1, 1, FUTEX_OP_OR, 5, FUTEX_OP_CMP_EQ, 0);
    EQ(15, b);
    wake_op(1, 1, FUTEX_OP_ANDN, 6, FUTEX_OP_CMP_EQ, 0);
    EQ(9, b);
    wake_op(1, 1, FUTEX_OP_XOR, 3, FUTEX_OP_CMP_EQ, 0);
    EQ(10, b);
    wake_op(1, 1, FUTEX_OP_OR | FUTEX_OP_OPARG_SHIFT, 8, FUTEX_OP_CMP_EQ, 0); // 1 << 8
    EQ(266, b);
    wake_op(1, 1, FUTEX_OP_ADD, -1 & 0xfff, FUTEX_OP_CMP_EQ, 0); // the argument has a sign
    EQ(265, b);
    pthread_t t[2];
    pthread_create(&t[0], NULL, sleeper, &a);
    pthread_create(&t[1], NULL, sleeper, &b);
    long n = 0;
    long long until = now_ms() + 10000;
    while (n < 1 && now_ms() < until) n += wake_op(1, 1, FUTEX_OP_ADD, 0, FUTEX_OP_CMP_GT, 1000), msleep(1);
    EQ(1, n); // only the first: 265 is not greater than 1000
    while (n < 2 && now_ms() < until) n += wake_op(1, 1, FUTEX_OP_ADD, 0, FUTEX_OP_CMP_LT, 1000), msleep(1);
    EQ(2, n);
    for (int i = 0; i < 2; i++) pthread_join(t[i], NULL);
    ERR(EFAULT, syscall(SYS_futex, &a, FUTEX_WAKE_OP_PRIVATE, 1, 1L, 16, FUTEX_OP(FUTEX_OP_ADD, 1, 0, 0)));
    ERR(ENOSYS, syscall(SYS_futex, &a, FUTEX_WAKE_OP_PRIVATE, 1, 1L, &b, FUTEX_OP(7, 1, 0, 0)));
    return finish();
}
