# Sourced by ./run: the C programs of the conformance suite, recorded natively and then run in one Windows JVM.

# What JUnit and our tests need of the host's own Java.
native_java() {
    "$java_home/bin/java" -XX:+UseSerialGC -cp "$top/app-ui/target/test-classes:$tools/junit-platform-console-standalone.jar" "$@"
}

# What the C programs do natively, where the tests on Linux leave it too, and a Debian with them in /programs, and with musl.
conformance=$top/app-ui/target/conformance

recorded=

record_natively() {
    local musl=usr/lib/ld-musl-x86_64.so.1
    [ -z "$recorded" ] || return 0
    echo "winetest: recording what the C programs do natively"
    (cd "$top" && native_java isthmus.app.conformance.NativeRecord && native_java isthmus.app.conformance.DebianRoot) || return 1
    cp "$top/app-ui/target/debian/debian.tar" "$conformance/root.tar" \
        && tar rf "$conformance/root.tar" --owner=0 --group=0 --mode=755 -C "$conformance" programs -C / --dereference "$musl" \
        && recorded=1
}

# SUITE PATTERN: runs the programs that a pattern of Java matches.
run_conformance() {
    record_natively || { echo "winetest: conformance: the programs do not run natively" >&2; return 1; }
    junit "$1" isthmus.app.conformance '.*WindowsConformance' "${ISTHMUS_TEST_SECONDS:-1200}" "$top/app-ui" \
        "-Disthmus.conformance=$(windows "$conformance")" "-Disthmus.conformance.only=$2" \
        "-Disthmus.conformance.interrupts=${ISTHMUS_TEST_INTERRUPTS:-0}"
}

# Those that have most to lose when the host disturbs their threads; ISTHMUS_TEST_RANDOM names others ('.*' for all).
random_programs=${ISTHMUS_TEST_RANDOM:-'signal/.*|raw/(hello|int|no_s|red|reg|sig).*'}

# With their FS base cleared at random, and at each fault, as Windows may do it.
run_with_fs_cleared() {
    local -x ISTHMUS_TEST_LOSE_FS=1
    local -x ISTHMUS_TEST_CLEAR_FS=${ISTHMUS_TEST_CLEAR_FS:-1000}
    local -x ISTHMUS_TEST_CLEARED=$work/cleared
    local times
    head -c 8 /dev/zero >"$ISTHMUS_TEST_CLEARED" && run_conformance clear-fs "$random_programs" || return 1
    times=$(($(od -An -t d8 "$ISTHMUS_TEST_CLEARED")))
    echo "winetest: clear-fs: the FS base was cleared $times times"
    [ "$times" -gt 0 ]
}

# With their threads interrupted at random.
run_with_interrupts() {
    local -x ISTHMUS_TEST_INTERRUPTS=${ISTHMUS_TEST_INTERRUPTS:-100}
    run_conformance interrupts "$random_programs" || return 1
    grep '^interrupted ' "$work/junit/interrupts/log"
}
