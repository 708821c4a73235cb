mkdir t; seq 5000 > t/numbers; cp /etc/passwd t/; ln -s numbers t/l
tar cf - t | gzip -n | gunzip | tar tf - | sort; tar cf t.tar t; xz -k t.tar; xz -t t.tar.xz && echo good
mkdir u; xz -dc t.tar.xz | tar xf - -C u; diff -r t u/t && echo identical; gzip -c t/numbers | gunzip | cmp - t/numbers && echo same
