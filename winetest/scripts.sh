# Sourced by ./run: real programs, driven by the scripts in app-ui/src/test/programs, and Python's own suite: recorded
# natively and then run in one Windows JVM.

# The packages of this host that the scripts but those in base use; they come with what they depend on
# (libboost-regex too, which gdb knows by another name).
script_packages=(base-files bash binutils busybox-static cmake coreutils dash diffutils findutils gcc gdb git golang-1.19-go grep gzip
    libboost-regex1.74.0 libc-bin libc6-dev libpython3.11-testsuite make mawk musl-tools ncurses-base nodejs openjdk-17-jdk-headless openssl perl procps
    python3 rustc sed sqlite3 strace tar tmux unzip util-linux vim xz-utils zip)

# Those that take less than a minute where nothing else runs.
few_programs='base/(?!archives)[a-z]+\.sh|(editors|git|golang|languages|many|musl|node|openssl|python|sqlite|tmux)\.sh|python/test_(eintr|epoll|fcntl|fork1|glob|mmap|pathlib|posix|pty|pwd|resource|select|shutil|tempfile|time|wait3|wait4)'

# target/scripts/host.tar: those packages as they are on this host.
make_host_tar() {
    local tar=$1 package packages
    [ "$tar" -nt scripts.sh ] && return 0
    packages=$(apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
        --no-enhances "${script_packages[@]}" | sed -n 's/^\([a-z0-9][^ :]*\).*/\1/p' | sort -u) || return 1
    {
        for package in $packages; do
            dpkg-query --listfiles "$package" 2>/dev/null
        done | sed -E 's#^/(bin|sbin|lib|lib32|lib64|libx32)(/|$)#/usr/\1\2#'
        printf '%s\n' /bin /sbin /lib /lib64 /root
        # What packages make when they are installed. No passwords.
        find /etc -xdev ! -name '*shadow*' ! -path '/etc/ssl/private/*'
        find /usr/bin -type l -lname '/etc/alternatives/*'
    } | grep '^/.' | sort -u | while IFS= read -r file; do
        [ ! -e "$file" ] && [ ! -L "$file" ] || printf '%s\n' "${file#/}"
    done | tar cf "$tar.part" -C / --numeric-owner --no-recursion --verbatim-files-from -T - && mv "$tar.part" "$tar"
}

# Which programs, as a pattern; none for those of ./check, `all` for all. Some of these take half an hour where much else runs.
run_programs() {
    local folder=$work/scripts only=${1:-$few_programs} each=${ISTHMUS_TEST_PROGRAM_SECONDS:-2400} all=${ISTHMUS_TEST_SECONDS:-14400}
    if [ $# = 0 ]; then
        each=${ISTHMUS_TEST_PROGRAM_SECONDS:-300} all=${ISTHMUS_TEST_SECONDS:-3600}
    fi
    [ "$only" != all ] || only='.*'
    echo "winetest: recording what programs do natively"
    mkdir -p "$folder" && make_host_tar "$folder/host.tar" \
        && (cd "$top" && native_java isthmus.app.conformance.ProgramRecord "$folder" "$only") \
        && ln -sfn "$top/app-ui/target/debian/debian.tar" "$folder/debian.tar" \
        || { echo "winetest: programs: they do not run natively" >&2; return 1; }
    junit programs isthmus.app.conformance '.*WindowsPrograms' "$all" "$top/app-ui" \
        "-Disthmus.programs=$(windows "$folder")" "-Disthmus.programs.only=$only" \
        "-Disthmus.programs.seconds=$each"
    local status=$?
    # What each took natively and there.
    tr -d '\r' <"$work/junit/programs/log" | grep -a '^|.*|$' || :
    return $status
}
