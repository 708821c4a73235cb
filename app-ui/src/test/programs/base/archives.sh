mkdir t; seq 5000 > t/numbers; cp /etc/passwd t/; ln -s numbers t/l; ln t/numbers t/hard; mkdir -m 750 t/d; touch -d '2005-06-07 08:09:10 UTC' t/numbers t/d/old t/d
tar cf - t | gzip -n | gunzip | tar tf - | sort; tar cf t.tar t; xz -k t.tar; xz -t t.tar.xz && echo good; gzip -nk t.tar; gzip -t t.tar.gz && echo good too
mkdir u v; xz -dc t.tar.xz | tar xpf - -C u; diff -r t u/t && echo identical; gzip -c t/numbers | gunzip | cmp - t/numbers && echo same
tar cf - -C / etc 2>/dev/null | gzip | xz | xz -d | gunzip | tar xf - -C v 2>/dev/null; diff -r /etc v/etc 2>/dev/null | grep -v '^Only in /etc' | head; (cd v; find etc | sort | wc -l)
stat -c '%n %h %a %Y' u/t/hard u/t/d u/t/d/old; tar tvf t.tar --numeric-owner t/d | awk '{print $1, $3, $4, $5, $6}'; rm t.tar* # whose bytes hold the time of day
