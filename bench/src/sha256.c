// cflags: -O2
// SHA-256 (FIPS 180-4) of 256 MiB of memory; prints the digest's first word and nanoseconds in all.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static uint32_t k[64];
static uint32_t h[8];

static uint32_t ror(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

// The constants are the first 32 bits of the fractional parts of cube and square roots of the first primes.
static uint32_t fraction(long double x) {
    return (uint32_t)((x - (uint64_t)x) * 4294967296.0L);
}

static long double root(int degree, int n) {
    long double x = n;
    for (int i = 0; i < 100; i++) x = degree == 2 ? (x + n / x) / 2 : (2 * x + n / (x * x)) / 3;
    return x;
}

static void constants(void) {
    int count = 0;
    for (int n = 2; count < 64; n++) {
        int prime = 1;
        for (int d = 2; d * d <= n; d++) prime &= n % d != 0;
        if (!prime) continue;
        if (count < 8) h[count] = fraction(root(2, n));
        k[count++] = fraction(root(3, n));
    }
}

static void block(const uint8_t *p) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++) w[i] = (uint32_t)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + (ror(w[i - 15], 7) ^ ror(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7]
            + (ror(w[i - 2], 17) ^ ror(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(s, h, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t a = s[7] + (ror(s[4], 6) ^ ror(s[4], 11) ^ ror(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
        uint32_t b = (ror(s[0], 2) ^ ror(s[0], 13) ^ ror(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 28);
        s[4] += a;
        s[0] = a + b;
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
}

int main(void) {
    static uint8_t data[1 << 20];
    struct timespec a, b;
    constants();
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)(i * 31);
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int round = 0; round < 256; round++)
        for (size_t i = 0; i < sizeof data; i += 64) block(data + i);
    clock_gettime(CLOCK_MONOTONIC, &b);
    fprintf(stderr, "%08x\n", h[0]);
    printf("%.0f\n", (b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec));
}
