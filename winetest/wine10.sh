# Sourced by wine.sh: a Wine that maps single pages of a section, as Windows does. That is this host's, from 9.1 on (that of Debian 13
# and later); else (Debian 12 has 8.0) the packages of Debian 13 are kept beside the host's, with the C library that they need.

# Outside the source tree, so that it is fetched once. The programs in it name this folder.
wine_cache=${XDG_CACHE_HOME:-$HOME/.cache}/isthmus/wine-10
# Those that a Windows without a screen uses.
wine_packages=(libwine wine64 wine64-preloader libc6 libunwind8 liblzma5 libz-mingw-w64)

host_wine_will_do() {
    local version
    command -v wine >/dev/null && command -v wineserver >/dev/null && version=$(wine --version 2>/dev/null) || return 1
    [[ $version =~ ^wine-([0-9]+)\.([0-9]+) ]] && ((BASH_REMATCH[1] > 9 || BASH_REMATCH[1] == 9 && BASH_REMATCH[2] >= 1))
}

# Where this host has its Debian packages from.
debian_mirror() (
    . /etc/os-release 2>/dev/null && [ "$ID" = debian ] || exit 1
    apt-get update --print-uris 2>/dev/null | sed -n "s#^'\(.*/\)dists/$VERSION_CODENAME/InRelease'.*#\1#p" | grep -m 1 .
)

# Downloads those packages of Debian 13 that apt has verified; nothing on the host is changed: FOLDER MIRROR.
download_wine() {
    local folder=$1 keys=/usr/share/keyrings/debian-archive-keyring.gpg
    mkdir -p "$folder"/{lists,archives}/partial && : >"$folder/status" || return 1
    printf 'deb [arch=amd64 signed-by=%s] %s trixie main\n' "$keys" "$2" >"$folder/sources.list"
    cat >"$folder/apt.conf" <<END_OF_FILE
Dir::State "$folder";
Dir::State::status "$folder/status";
Dir::State::lists "$folder/lists";
Dir::Cache "$folder";
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Acquire::Languages "none";
APT::Sandbox::User "root";
END_OF_FILE
    (cd "$folder" && apt-get -qq -c apt.conf -o APT::Update::Error-Mode=any update && apt-get -qq -c apt.conf download "${wine_packages[@]}")
}

# Makes them a Wine that runs in its final place: FROM TO.
unpack_wine() {
    local package programs=$2/usr/lib/wine libraries=$2/usr/lib/x86_64-linux-gnu zlib final=$wine_cache/usr/lib/x86_64-linux-gnu
    for package in "$1"/*.deb; do
        dpkg-deb -x "$package" "$2" || return 1
    done
    patchelf --set-interpreter "$final/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$final" "$programs/wine64" "$programs/wineserver64" || return 1
    # Wine takes only what says that it belongs to Wine for a part of Windows, as the script that installs libwine has it.
    zlib=$libraries/wine/x86_64-windows/zlib1.dll
    cp "$2/usr/x86_64-w64-mingw32/lib/zlib1.dll" "$zlib" \
        && printf 'Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' | dd of="$zlib" bs=1 seek=64 conv=notrunc status=none || return 1
    rm -rf "$libraries/wine/i386-windows" "$2"/usr/*-w64-mingw32* "$2/usr/share/doc"
    # The server looks for its tables there, and else among the host's.
    ln -s . "$2/usr/share/wine/wine" || return 1
    # Debian's wineserver is a script that starts the host's. What a Wine starts further has the name that itself was started by.
    mkdir "$2/bin" && ln -sf wineserver64 "$programs/wineserver" && ln -s ../usr/lib/wine/wineserver64 "$2/bin/wineserver" \
        && printf '#!/bin/sh\nexec "${0%%/*}/../usr/lib/wine/wine64" "$@"\n' >"$2/bin/wine" && chmod +x "$2/bin/wine"
}

fetch_wine() {
    local tool mirror made why
    [ ! -e "$wine_cache/bin/wine" ] || return 0
    for tool in apt-get dpkg-deb patchelf; do
        command -v $tool >/dev/null || fail "Wine 9.1 or newer is needed; install it, or $tool, without which that of Debian 13 cannot be fetched"
    done
    mirror=$(debian_mirror) || fail "Wine 9.1 or newer is needed; install it (apt knows no mirror of Debian, from which it could be fetched)"
    echo "winetest: fetching Wine 10 of Debian 13" >&2
    mkdir -p "${wine_cache%/*}" && made=$(mktemp -d "$wine_cache.XXXXXX") || fail "cannot write to ${wine_cache%/*}"
    if ! { download_wine "$made/apt" "$mirror" && mkdir "$made/wine" && unpack_wine "$made/apt" "$made/wine"; } >"$made/log" 2>&1; then
        why=$(tail -n 5 "$made/log")
        rm -rf "$made"
        fail "Wine 10 of Debian 13 cannot be fetched: $why"
    fi
    mv -T "$made/wine" "$wine_cache" 2>/dev/null || [ -e "$wine_cache/bin/wine" ] || fail "cannot make $wine_cache"
    rm -rf "$made"
}

# Puts that Wine on the PATH.
find_wine() {
    host_wine_will_do && return
    fetch_wine
    export PATH=$wine_cache/bin:$PATH
}
