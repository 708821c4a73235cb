# Sourced by ./isthmus, ./check and bench/window: find_java sets java_home to a JDK 25 or newer, or fails.
# JAVA_HOME wins if it is one; otherwise the usual places, and then java on the PATH. No virtual machine is started.

is_jdk_25() {
    local line
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while read -r line; do
        case $line in
            JAVA_VERSION=\"2[5-9]* | JAVA_VERSION=\"[3-9][0-9]*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

find_java() {
    local home
    for home in "$JAVA_HOME" /usr/lib/jvm/*25* /usr/java/*25* /opt/*25* \
        "$HOME"/.jdks/*25* "$HOME"/.sdkman/candidates/java/25*; do
        if [ -n "$home" ] && is_jdk_25 "$home"; then
            java_home=$home
            return 0
        fi
    done
    home=$(command -v java) && home=$(readlink -f -- "$home") && home=${home%/bin/java}
    is_jdk_25 "$home" && java_home=$home
}
