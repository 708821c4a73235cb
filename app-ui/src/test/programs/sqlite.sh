sqlite3 t.db 'pragma journal_mode=wal; create table t(x); insert into t values (1),(2),(3); select sum(x) from t; pragma integrity_check;'
sqlite3 t.db 'select count(*) from t'; ls
