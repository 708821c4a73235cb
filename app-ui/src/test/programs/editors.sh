printf 'one\ntwo\n' > f; vim -es -u NONE -c '%s/two/three/' -c wq f; cat f
