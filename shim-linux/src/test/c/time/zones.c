// Time zones and calendars by the C library: TZ rules, leap years, strftime; independent of the host's zone.
#include "../test.h"

static const char *show(time_t t, const char *zone) {
    static char text[4][64];
    static int next;
    char *s = text[next++ & 3];
    setenv("TZ", zone, 1);
    tzset();
    struct tm tm;
    localtime_r(&t, &tm);
    strftime(s, 64, "%Y-%m-%d %H:%M:%S %Z %j %a", &tm);
    return s;
}

int main(void) {
    STR("1970-01-01 00:00:00 UTC 001 Thu", show(0, "UTC0"));
    STR("2000-02-29 12:00:00 UTC 060 Tue", show(951825600, "UTC0"));
    STR("2024-12-31 23:59:59 UTC 366 Tue", show(1735689599, "UTC0"));
    STR("2024-07-01 14:00:00 CEST 183 Mon", show(1719835200, "CET-1CEST,M3.5.0,M10.5.0/3"));
    STR("2024-01-01 13:00:00 CET 001 Mon", show(1704110400, "CET-1CEST,M3.5.0,M10.5.0/3"));
    STR("1901-12-13 20:45:52 UTC 347 Fri", show(INT32_MIN, "UTC0"));
    STR("2106-02-07 06:28:15 UTC 038 Sun", show(UINT32_MAX, "UTC0"));
    struct tm tm = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30}; // becomes the first of March
    EQ(1709251200, timegm(&tm));
    EQ(2, tm.tm_mon);
    CHECK(strptime("2024-03-10 01:02:03", "%Y-%m-%d %H:%M:%S", &tm) != NULL);
    EQ(1710032523, timegm(&tm));
    return finish();
}
