# Sourced by ./run: our classes, made to run on Java 11. Those of others already do.

modules=(libos-core shim-linux platform-linux-userland platform-windows-userland app-ui)
# Tests of the window need JavaFX, and those of the architecture read the classes as they were compiled.
without=(isthmus/app/window isthmus/app/architecture)

# Puts the files of folders into one. A service is offered by each that says so.
merge() {
    local target=$1 folder file
    shift
    rm -rf "$target" && mkdir -p "$target" || return 1
    for folder in "$@"; do
        [ -d "$folder" ] || continue
        (cd "$folder" && find . -path ./META-INF/services -prune -o -type f ! -name module-info.class -print0 \
            | tar cf - --null -T -) | tar xf - -C "$target" || return 1
        for file in "$folder"/META-INF/services/*; do
            [ ! -f "$file" ] || { mkdir -p "$target/META-INF/services" && cat "$file" >>"$target/META-INF/services/${file##*/}"; }
        done
    done
}

# Downgrades a folder into another: FROM TO PREFIX. The library classes that Java 11 lacks come with it, as far as they are
# used and with that prefix, but some of them are our own. The downgrader's cache is in the working directory, and not made
# to be shared.
downgrade_classes() {
    local log=$work/$3.log stubs=$work/in/$3-stubs
    mkdir -p "$work/cache/$3" || fail "cannot write to $work"
    (cd "$work/cache/$3" && "$java_home/bin/java" -XX:+UseSerialGC -jar "$tools/jvmdowngrader-all.jar" -nc -c 55 --disable-inlining \
        downgrade --target "$1" - --classpath "$(libraries_path):$work/in/product:$work/in/tests" \
        shade --prefix "$3" --target - "$2") >"$log" 2>&1 \
        && rm -rf "$stubs" && cp -r "$here/src/stubs" "$stubs" && sed -i "s/^package PREFIX/package $3/" "$stubs"/*.java \
        && "$java_home/bin/javac" --release 11 -nowarn -d "$2" "$stubs"/*.java >>"$log" 2>&1 \
        || fail "jvmdowngrader: $(tail -n 20 "$log")"
}

# Libraries of the product, as they are on the class path: in Java 11's format.
libraries() {
    local jar
    for jar in "$top"/app-ui/target/dist/lib/*.jar; do
        case ${jar##*/} in
            picocli-*) echo "$tools/picocli.jar" ;;
            libos-core-* | shim-linux-* | platform-* | app-ui-*) ;;
            *) echo "$jar" ;;
        esac
    done
}

libraries_path() {
    { libraries; find "$tools" "$top/app-ui/target/dist/window" -name '*.jar' ! -name '*-win.jar'; } | paste -sd:
}

# Makes product.jar and classes/tests unless they are newer than what they are made from.
downgrade() {
    local module inputs=() product=() tests=()
    for module in "${modules[@]}"; do
        product+=("$top/$module/target/classes")
        tests+=("$top/$module/target/test-classes")
    done
    for module in "${product[@]}" "${tests[@]}"; do
        [ ! -d "$module" ] || inputs+=("$module")
    done
    [ -e "$work/downgraded" ] && [ -z "$(find "${inputs[@]}" "$tools" downgrade.sh src/stubs -newer "$work/downgraded" -print -quit)" ] && return 0
    echo "winetest: downgrading the classes"
    merge "$work/in/product" "${product[@]}" && merge "$work/in/tests" "${tests[@]}" || fail "cannot write to $work"
    (cd "$work/in/tests" && rm -rf "${without[@]}")
    rm -rf "$work/classes" && mkdir -p "$work/classes"
    downgrade_classes "$work/in/tests" "$work/classes/tests" downgraded_tests &
    downgrade_classes "$work/in/product" "$work/classes/product" downgraded
    wait $! || fail "the tests could not be downgraded"
    touch "$work/downgraded"
}
