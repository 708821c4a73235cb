cat > m.c <<'C'
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all = PTHREAD_COND_INITIALIZER;
static int count;
static __thread int mine = 5;
static volatile sig_atomic_t caught;
static void *work(void *unused) {
    mine++;
    pthread_mutex_lock(&mutex);
    count += mine;
    pthread_cond_signal(&all);
    pthread_mutex_unlock(&mutex);
    return NULL;
}
static void *forever(void *unused) { for (;;) sleep(100); }
static void handler(int signal) { caught = signal; }
extern char **environ;
int main(int argc, char **argv) {
    pthread_t threads[100];
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 0; i < 100; i++) if (pthread_create(&threads[i], NULL, work, NULL)) return 1;
    pthread_mutex_lock(&mutex);
    while (count < 600) pthread_cond_wait(&all, &mutex);
    pthread_mutex_unlock(&mutex);
    for (int i = 0; i < 100; i++) pthread_join(threads[i], NULL);
    void *result;
    pthread_create(&threads[0], NULL, forever, NULL);
    pthread_cancel(threads[0]);
    pthread_join(threads[0], &result);
    printf("threads %d %d cancelled %d\n", count, mine, result == PTHREAD_CANCELED);
    signal(SIGUSR1, handler); raise(SIGUSR1);
    printf("caught %d\n", caught);
    pid_t pid; int status;
    posix_spawnp(&pid, "sh", NULL, NULL, (char *[]){"sh", "-c", "echo spawned; exit 4", NULL}, environ);
    waitpid(pid, &status, 0);
    printf("status %d\n", WEXITSTATUS(status));
    char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!fork()) { strcpy(shared, "written by the child"); _exit(9); }
    wait(&status);
    printf("%s, %d\n", shared, WEXITSTATUS(status));
    FILE *pipe = popen("seq 3 | tr '\\n' ' '", "r");
    char line[80];
    printf("%s %d\n", fgets(line, sizeof line, pipe), pclose(pipe));
    FILE *file = fopen("made", "w+");
    fprintf(file, "%d %s", 42, "text"); rewind(file);
    int number; char word[20];
    printf("%d", fscanf(file, "%d %19s", &number, word)); printf(" %d %s\n", number, word);
    struct dirent **names;
    int n = scandir(".", &names, NULL, alphasort);
    for (int i = 0; i < n; i++) if (names[i]->d_name[0] == 'm') puts(names[i]->d_name);
    printf("%s %s\n", strerror(ENOSYS), fopen("none", "r") ? "" : strerror(errno));
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start); usleep(20000); clock_gettime(CLOCK_MONOTONIC, &end);
    printf("slept %d\n", (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec >= 20000000);
    char *big = malloc(64 << 20); memset(big, 1, 64 << 20); big = realloc(big, 128 << 20); printf("%d\n", big[(64 << 20) - 1]); free(big);
    exit(argc + 2);
}
C
sed -i 's/printf("%s %d\\n", fgets(line, sizeof line, pipe), pclose(pipe));/fgets(line, sizeof line, pipe); printf("%s %d\\n", line, pclose(pipe));/' m.c
for how in '-static' '-static-pie -fPIE' ''; do musl-gcc -O1 $how -o m m.c && ./m; echo "$how $?"; done
echo 'int main(void) { return *(volatile int *)8; }' > crash.c; musl-gcc -static crash.c -o crash; ./crash; echo $?
