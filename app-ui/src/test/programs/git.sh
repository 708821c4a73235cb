export HOME=$PWD; git config --global user.email a@example.org; git config --global user.name n; git config --global init.defaultBranch main
export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z'
git init -q r; cd r; seq 100 > a; git add a; git commit -qm one; seq 50 > b; git add .; git commit -qm two; git log --format='%h %s'; git gc -q; git fsck 2>&1 | tail -1
cd ..; git clone -q r s; cd s; git status --short | wc -l; git diff HEAD~1 --stat | tail -1; cat a | wc -l
