perl -e 'my %h = map { $_ => $_ ** 2 } 1 .. 5; print join(",", map { "$_=$h{$_}" } sort keys %h), "\n"; print `echo child`; my $p = fork(); if (!$p) { exit 5 } waitpid($p, 0); print $? >> 8, "\n"'
printf '%s\n' 'int printf(const char *, ...); int main(void) { printf("compiled\n"); return 7; }' > c.c; gcc -O1 c.c -o c; ./c; echo $?; gcc -static c.c -o s; ./s; echo $?
printf 'all: a b c d\n%%:\n\t@echo $@ > $@.out\n' > Makefile; make -s -j4; cat *.out
