# Sourced by ./run: isthmus.cmd as a person calls it, in a checkout of its own on drive C.

checkout=
cases=()
case_bad=0

# A checkout with the downgraded product, and what passes for a JDK 25. Only the options that Java 11 lacks are left out.
make_checkout() {
    local drive=$WINEPREFIX/drive_c
    checkout=$drive/checkout
    local dist=$checkout/dist options=$checkout/app-ui/src/main/dist
    mkdir -p "$dist/lib" "$dist/libraries" "$options" "$drive/Program Files/Java" || return 1
    cp "$top/isthmus.cmd" "$checkout/" || return 1
    grep -v -e '^--enable-native-access' "$top/app-ui/src/main/dist/jvm.options" >"$options/jvm.options"
    cp -r "$top/app-ui/target/dist/native" "$dist/" || return 1
    # Java 11 here has no java.desktop, which a library says it requires: so they are on the class path.
    libraries | while read -r jar; do cp "$jar" "$dist/libraries/" || exit 1; done || return 1
    printf 'Automatic-Module-Name: isthmus.app\n' >"$work/manifest"
    "$java_home/bin/jar" --create --no-compress --file="$dist/lib/isthmus.jar" --manifest="$work/manifest" -C "$work/classes/product" . || return 1
    cp -rs "$jvm" "$drive/Program Files/Java/jdk-25.0.1" && rm "$drive/Program Files/Java/jdk-25.0.1/release" || return 1
    printf 'JAVA_VERSION="25.0.1"\r\n' >"$drive/Program Files/Java/jdk-25.0.1/release"
}

# Runs isthmus.cmd and sets status, out and err; carriage returns are taken out. ENVIRONMENT... -- ARGUMENTS...
isthmus_cmd() {
    local environment=()
    while [ "$1" != -- ]; do
        environment+=("$1")
        shift
    done
    shift
    (
        export ISTHMUS_DIST='C:\checkout\dist' ISTHMUS_JAVA_OPTS='-cp C:\checkout\dist\libraries\*' "${environment[@]}"
        unset JAVA_HOME
        for variable in "${environment[@]}"; do
            [ "${variable#*=}" != '' ] || unset "${variable%=}"
            case $variable in JAVA_HOME=*) export "${variable?}" ;; esac
        done
        windows_run 60 cmd.exe /c 'C:\checkout\isthmus.cmd' "$@" </dev/null >"$work/out" 2>"$work/err"
    )
    status=$?
    out=$(tr -d '\r' <"$work/out")
    err=$(tr -d '\r' <"$work/err")
}

# One case: NAME, then a command that says whether all is well; status, out and err are shown if not.
check_that() {
    local name=$1
    shift
    if "$@"; then
        cases+=("<testcase name=\"$name\" classname=\"wine:isthmus.cmd\"/>")
    else
        case_bad=$((case_bad + 1))
        echo "winetest: command: $name: status $status; output: ${out:0:600}; errors: ${err:0:600}" >&2
        cases+=("<testcase name=\"$name\" classname=\"wine:isthmus.cmd\"><failure/></testcase>")
    fi
}

answers() {
    [ "$status" = "$1" ] && [[ $out =~ $2 ]] && [[ $err =~ $3 ]]
}

run_command_tests() {
    local hidden="$WINEPREFIX/drive_c/hidden" java="$WINEPREFIX/drive_c/Program Files/Java"
    make_checkout || { echo "winetest: command: cannot make the checkout" >&2; return 1; }

    isthmus_cmd -- --version
    check_that findsJavaAndSaysItsVersion answers 0 '^isthmus [0-9]+\.[0-9]+\.[0-9]+[^ ]*$' '^$'
    isthmus_cmd "JAVA_HOME=$(windows "$jvm")" -- --help
    check_that passesOverAnOlderJava answers 0 '^Usage: isthmus ' '^$'
    isthmus_cmd JAVA_TOOL_OPTIONS=-Da=b JDK_JAVA_OPTIONS=-Da=b -- run --help
    check_that optionsForEveryVirtualMachineStayOffTheStreams answers 0 '^Usage: isthmus run \[options\] -- PROGRAM' '^$'
    isthmus_cmd -- run --no-such-option -- x
    check_that theExitStatusIsPassedOn answers 125 '^$' '^isthmus: unknown option --no-such-option for ' 
    isthmus_cmd 'ISTHMUS_DIST=C:\windows' -- --version
    check_that aBuildThatIsNotThereIsSaidSo answers 125 '^$' '^isthmus: ISTHMUS_DIST is C:\\windows, and that is no built Isthmus'
    isthmus_cmd -- doctor
    check_that theDoctorFindsWhatAGuestNeeds answers 0 '^Host: .*ok +guest process: .*job object: .*guest.s token: .*mitigation policies: .*placeholders: ' ''

    # A share: Wine looks for \\server\share there.
    rm -rf "$work/share" && mkdir -p "$WINEPREFIX/dosdevices/unc/server" "$work/share" && echo 'from the share' >"$work/share/there" \
        && ln -sfn "$work/share" "$WINEPREFIX/dosdevices/unc/server/share" && make_programs || return 1
    isthmus_cmd -- run --rootfs "$(windows "$work/programs.tar")" --volume '\\server\share:/mnt' -- \
        /bin/sh -c 'cat /mnt/there && echo "from a guest" >/mnt/made'
    check_that aShareIsAVolume answers 0 '^from the share$' ''
    check_that whatAGuestWritesIsInTheShare grep -qx 'from a guest' "$work/share/made"

    isthmus_cmd ISTHMUS_DIST= -- --version
    check_that mavenIsAskedFor answers 125 '^$' '^isthmus: Maven is needed to build Isthmus'
    mkdir -p "$checkout/bin" && cat >"$checkout/bin/mvn.cmd" <<'END'
@echo %* with %JAVA_HOME%>C:\checkout\built
@xcopy /e /i /q C:\checkout\dist C:\checkout\app-ui\target\run\dist
END
    isthmus_cmd ISTHMUS_DIST= 'WINEPATH=C:\checkout\bin' -- --version
    check_that buildsOnFirstUse answers 0 '^isthmus [0-9]' '^isthmus: building \(first use, or sources have changed\)$'
    out=$(tr -d '\r' <"$checkout/built")
    check_that buildsWithThatJava answers 0 '^-B -ntp -Disthmus.run -Dmaven.test.skip=true package +with C:\\Program Files\\Java\\jdk-25.0.1$' ''

    mv "$java" "$hidden"
    isthmus_cmd -- --version
    check_that withoutJavaItSaysWhatToInstall answers 125 '^$' '^isthmus: Java 25 is not to be found; install a JDK 25'

    {
        echo "<testsuite name=\"wine: command\" tests=\"${#cases[@]}\" failures=\"$case_bad\" errors=\"0\" skipped=\"0\">"
        printf '%s\n' "${cases[@]}" '</testsuite>'
    } >"$reports/TEST-wine-command.xml"
    echo "winetest: command: ${#cases[@]} tests, $case_bad failed"
    [ $case_bad = 0 ]
}
