# Sourced by ./run: a shell on a console of Windows, which Wine makes of a terminal that src/console.py has.

run_console_tests() {
    local orders=$work/console foreground=1 path
    make_programs && rm -rf "$orders" && mkdir -p "$orders" || return 1
    path=$(test_path)
    java_on_console() {
        windows_java 300 -XX:+UseSerialGC -cp "$path" isthmus.app.run.ConsoleHand "$(windows "$orders")" \
            "$(windows "$jvm/bin/java.exe")" -XX:+UseSerialGC -cp "$path" isthmus.app.Main "$@"
    }
    export -f java_on_console windows_java windows_run windows
    export path orders foreground jvm work
    python3 src/console.py "$orders" "$reports/TEST-wine-console.xml" bash -c 'java_on_console "$@"' - \
        run --rootfs "$(windows "$work/programs.tar")" --env 'PS1=ready> ' -- /bin/bash --norc --noprofile
}
