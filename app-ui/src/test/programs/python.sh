python3 -c '
import subprocess, threading, mmap, os, signal, sqlite3, asyncio, tempfile
print(subprocess.run(["echo", "hi"], capture_output=True).stdout, subprocess.run("exit 4", shell=True).returncode)
r = []
ts = [threading.Thread(target=lambda i=i: r.append(i)) for i in range(20)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(r))
m = mmap.mmap(-1, 8192); m[0:3] = b"abc"; pid = os.fork()
if pid == 0: m[0:3] = b"xyz"; os._exit(3)
print(os.waitpid(pid, 0)[1] >> 8, m[0:3])
signal.signal(signal.SIGUSR1, lambda s, f: print("signal", s)); os.kill(os.getpid(), signal.SIGUSR1)
c = sqlite3.connect("t.db"); c.execute("create table t(a)"); c.executemany("insert into t values(?)", [(i,) for i in range(100)]); c.commit()
print(c.execute("select sum(a) from t").fetchone())
async def go():
    p = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1); print(await p.communicate(b"async"))
asyncio.run(go())
print(sum(len(f) for _, _, f in os.walk("/usr/share/doc/bash")) > 0)
'
cat > pool.py <<'X'
import multiprocessing as m, sys
def square(x): return x * x
if __name__ == "__main__":
    m.set_start_method(sys.argv[1])
    with m.Pool(2) as p: print(p.map(square, range(6)))
X
python3 pool.py fork; python3 pool.py spawn
