// Writes random bytes over the pages that Isthmus's stub shares with its kernel. Expected in Isthmus: the children that
// do so die or go on, the parent is not harmed and exits with 0. Natively these pages do not exist and the children die.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 0x7ff400000000ull

int main(void) {
    for (int round = 0; round < 24; round++) {
        pid_t pid = fork();
        if (pid == 0) {
            alarm(2);
            srandom(round * 7919 + 1);
            int bytes = round < 12 ? 0x400 : 0x10000;
            for (int i = 0; i < 4000; i++) {
                volatile uint8_t *slot = (uint8_t *)(SLOTS + (random() % 3) * 0x10000);
                slot[random() % bytes] = (uint8_t)random();
                if (i % 50 == 0) getppid();
            }
            _exit(0);
        }
        int status = 0;
        if (waitpid(pid, &status, 0) != pid) return 1;
    }
    puts("alive");
    return 0;
}
