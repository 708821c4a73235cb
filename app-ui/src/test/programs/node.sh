node -e 'const fs = require("fs"); fs.writeFileSync("f", "text"); console.log(fs.readFileSync("f", "utf8"), fs.statSync("f").size)'
node -e 'require("child_process").exec("echo child; exit 3", (e, o) => console.log(o.trim(), e.code))'
node -e 'const { Worker } = require("worker_threads"); new Worker("require(\"worker_threads\").parentPort.postMessage(6 * 7)", { eval: true }).on("message", m => console.log(m))'
node -e 'const fs = require("fs"); const w = fs.watch(".", (e, f) => { console.log("saw", f); w.close() }); setTimeout(() => fs.writeFileSync("watched", "1"), 100)'
