// Tries to get out of a shared folder: one process swaps a directory with a symbolic link that leads to another folder
// of the host, others use names through it all the time.
//
// race swap FOLDER TARGET SECONDS: replaces FOLDER/d by a link to TARGET and back.
// race use FOLDER SECONDS: reads FOLDER/d/secret, and makes, links, changes and removes names in FOLDER/d.
// Prints how often what was read came from elsewhere, which must be never.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static time_t end;

static long swap(const char *target) {
    long swaps = 0;
    while (time(NULL) < end) {
        if (rename("d", "aside")) continue;
        symlink(target, "d");
        unlink("d");
        if (rename("aside", "d")) perror("rename back");
        swaps++;
    }
    return swaps;
}

static int is_inside(int file) {
    char text[16] = "";
    int length = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    return length <= 0 ? -1 : strncmp(text, "inside", 6) == 0;
}

static void read_names(long *inside, long *outside) {
    int answers[3];
    answers[0] = is_inside(open("d/secret", O_RDONLY));
    answers[1] = is_inside(open("d/../d/secret", O_RDWR));
    int directory = open("d", O_RDONLY | O_DIRECTORY);
    answers[2] = directory < 0 ? -1 : is_inside(openat(directory, "secret", O_RDONLY));
    if (directory >= 0) close(directory);
    for (int i = 0; i < 3; i++) {
        if (answers[i] == 1) (*inside)++;
        if (answers[i] == 0) (*outside)++;
    }
    DIR *names = opendir("d");
    for (struct dirent *entry; names && (entry = readdir(names));)
        if (!strcmp(entry->d_name, "only-outside")) (*outside)++;
    if (names) closedir(names);
}

static void change_names(void) {
    char name[40], other[40];
    sprintf(name, "d/new-%d", getpid());
    sprintf(other, "d/hard-%d", getpid());
    int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file >= 0) close(file);
    link("mine", other);
    mkdir("d/directory", 0700);
    chmod("d/secret", 0640);
    truncate("d/only-outside", 0);
    unlink("d/only-outside");
    rename("d/only-outside", "d/taken");
    link("d/only-outside", "taken");
    symlink("x", "d/link");
    unlink("d/link");
    rmdir("d/directory");
    unlink(other);
    unlink(name);
}

int main(int argc, char **argv) {
    if (argc < 4 || chdir(argv[2])) return 2;
    end = time(NULL) + atoi(argv[argc - 1]);
    if (!strcmp(argv[1], "swap")) {
        printf("swapped %s\n", swap(argv[3]) > 10 ? "often" : "seldom");
        return 0;
    }
    long inside = 0, outside = 0;
    while (time(NULL) < end) {
        read_names(&inside, &outside);
        change_names();
    }
    printf("read %s, escaped %ld\n", inside > 10 ? "often" : "seldom", outside);
    return outside != 0;
}
