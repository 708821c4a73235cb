// An aid for tests under Wine, preloaded into its processes; no part of the product.
//
// The last line of Linux' /proc/net/ipv6_route is the route that leads nowhere. Wine 10 takes it for one of the network's, and then
// Windows can name no network interface (GetAdaptersAddresses: ERROR_INVALID_DATA), of which the JVM asks before it gives its first
// random number. So Wine sees only routes that are up.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <net/route.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static FILE *real_fopen(const char *path, const char *mode)
{
    static FILE *(*real)(const char *, const char *);
    if (real == NULL)
        real = dlsym(RTLD_NEXT, "fopen");
    return real(path, mode);
}

static FILE *routes_that_are_up(FILE *all)
{
    FILE *up = fdopen(memfd_create("ipv6_route", MFD_CLOEXEC), "w+");
    char line[256];
    while (up != NULL && fgets(line, sizeof line, all) != NULL) {
        unsigned flags;
        // Destination, source, next hop, metric, references, uses, flags.
        if (sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %*s %x", &flags) != 1 || flags & RTF_UP)
            fputs(line, up);
    }
    fclose(all);
    if (up != NULL)
        rewind(up);
    return up;
}

FILE *fopen(const char *path, const char *mode)
{
    FILE *file = real_fopen(path, mode);
    return file != NULL && strcmp(path, "/proc/net/ipv6_route") == 0 ? routes_that_are_up(file) : file;
}
