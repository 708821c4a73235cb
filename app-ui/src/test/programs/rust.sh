# The search for a program that is not there ends at the first folder that may not be read, so which folders matters.
PATH=/usr/bin:/bin
cat > m.rs <<'R'
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::{mpsc, Arc, Condvar, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

fn main() -> std::io::Result<()> {
    let total = Arc::new(Mutex::new(0u64));
    let threads: Vec<_> = (0..100)
        .map(|i| {
            let total = total.clone();
            thread::spawn(move || *total.lock().unwrap() += i)
        })
        .collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
    println!("threads {}", total.lock().unwrap());
    let (sender, receiver) = mpsc::channel();
    for i in 0..8 {
        let sender = sender.clone();
        thread::spawn(move || (0..1000).for_each(|j| sender.send(i * j).unwrap()));
    }
    drop(sender);
    println!("channel {}", receiver.iter().sum::<u64>());
    let pair = Arc::new((Mutex::new(false), Condvar::new(), RwLock::new(1)));
    let other = pair.clone();
    let waker = thread::spawn(move || {
        thread::sleep(Duration::from_millis(20));
        *other.2.write().unwrap() = 2;
        *other.0.lock().unwrap() = true;
        other.1.notify_all();
    });
    let mut ready = pair.0.lock().unwrap();
    while !*ready {
        ready = pair.1.wait(ready).unwrap();
    }
    waker.join().unwrap();
    println!("condition {}", pair.2.read().unwrap());
    let started = Instant::now();
    let (_, late) = pair.1.wait_timeout(ready, Duration::from_millis(30)).unwrap();
    println!("late {} {}", late.timed_out(), started.elapsed() >= Duration::from_millis(30));
    println!("{:?}", thread::spawn(|| { let none: Option<u8> = None; none.unwrap() }).join().is_err());

    let output = Command::new("sh").args(["-c", "echo out; echo err >&2; exit 5"]).env("A", "b").output()?;
    println!("{:?}", output);
    let mut cat = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    cat.stdin.take().unwrap().write_all(b"through cat\n")?;
    println!("{:?}", cat.wait_with_output()?.stdout.len());
    let mut sleeper = Command::new("sleep").arg("100").spawn()?;
    sleeper.kill()?;
    println!("{:?}", sleeper.wait()?.signal());
    println!("{}", Command::new("no-such-program").spawn().unwrap_err());

    fs::create_dir_all("d/e")?;
    fs::write("d/e/f", "text")?;
    fs::set_permissions("d/e/f", fs::Permissions::from_mode(0o640))?;
    fs::rename("d/e/f", "d/g")?;
    fs::copy("d/g", "d/h")?;
    fs::hard_link("d/g", "d/i")?;
    std::os::unix::fs::symlink("g", "d/l")?;
    let mut seen = BTreeMap::new();
    for entry in fs::read_dir("d")? {
        let entry = entry?;
        seen.insert(entry.file_name(), format!("{:?} {:o}", entry.file_type()?, entry.metadata()?.permissions().mode()));
    }
    println!("{:#?}", seen);
    println!("{} {}", fs::read_to_string("d/l")?, fs::read("none").unwrap_err());
    fs::remove_dir_all("d")?;
    let (mut a, mut b) = UnixStream::pair()?;
    let reader = thread::spawn(move || { let mut all = Vec::new(); b.read_to_end(&mut all).unwrap(); all.len() });
    a.write_all(&vec![7; 1 << 20])?;
    drop(a);
    println!("socket {}", reader.join().unwrap());
    std::process::exit(7)
}
R
/usr/bin/rustc --version; /usr/bin/rustc -O m.rs 2>&1; ./m; echo $?
/usr/bin/rustc -C target-feature=+crt-static -C panic=abort -o s m.rs 2>&1; ./s | head -2
echo 'fn main() { std::process::abort() }' > a.rs; /usr/bin/rustc a.rs; ./a; echo $?
