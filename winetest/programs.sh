# Sourced by ./run: the programs of this host that tests of runs use, as a root file system in a tar file.

programs=(sh bash ls cat cp dd echo head cksum hostname sleep stty true)

# target/programs.tar
make_programs() {
    local root=$work/programs name file
    rm -rf "$root" && mkdir -p "$root"/{bin,etc,tmp,root} && chmod 1777 "$root/tmp" && ln -s bin "$root/sbin" || return 1
    for name in "${programs[@]}"; do
        file=$(type -P "$name") && cp -L "$file" "$root/bin/$name" || { echo "winetest: this host has no $name" >&2; return 1; }
        ldd "$file" 2>/dev/null | grep -o '/[^ ]*' | (cd "$root" && xargs -r cp -L --parents -t .) || return 1
    done
    printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\n' >"$root/etc/group"
    echo isthmus >"$root/etc/hostname"
    tar cf "$work/programs.tar" --owner=0 --group=0 -C "$root" .
}
