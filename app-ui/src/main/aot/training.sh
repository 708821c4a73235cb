# What the build runs in Isthmus to learn which classes and methods a run uses (the AOT cache): processes, pipes, files.
i=0
while [ $i -lt 200 ]; do
    /bin/true
    x=$(echo $i | cat)
    i=$((i + 1))
done
ls -lR /etc 2>/dev/null | sort | head -n 1000 >/dev/null
