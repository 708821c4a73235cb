export HOME=$PWD GOCACHE=$PWD/cache GOFLAGS=-mod=mod GO111MODULE=off CGO_ENABLED=0 PATH=/usr/lib/go-1.19/bin:$PATH
cat > m.go <<'G'
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"sort"
	"sync"
	"syscall"
	"time"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	runtime.GOMAXPROCS(4)
	results := make(chan int)
	for i := 0; i < 1000; i++ {
		go func(i int) { time.Sleep(time.Millisecond); results <- i }(i)
	}
	sum := 0
	for i := 0; i < 1000; i++ {
		sum += <-results
	}
	fmt.Println("goroutines", sum)

	var all sync.WaitGroup
	counts := make([]int, 8)
	for i := range counts {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			for j := 0; j < 20; j++ {
				counts[i] += tree(10).count()
			}
		}(i)
	}
	all.Wait()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Println("collected", counts, stats.NumGC > 0)

	// A loop without a call gives way only to a signal.
	done := make(chan bool)
	for i := 0; i < 5; i++ {
		go func() { for { } }()
	}
	go func() { time.Sleep(20 * time.Millisecond); done <- true }()
	<-done
	fmt.Println("preempted")

	output, err := exec.Command("sh", "-c", "echo from a child; exit 3").Output()
	fmt.Printf("%s%v\n", output, err)
	cat := exec.Command("cat")
	in, _ := cat.StdinPipe()
	out, _ := cat.StdoutPipe()
	cat.Start()
	go func() { fmt.Fprintln(in, "through cat"); in.Close() }()
	line, _ := bufio.NewReader(out).ReadString('\n')
	fmt.Print(line, cat.Wait(), "\n")
	limit, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	fmt.Println(exec.CommandContext(limit, "sleep", "100").Run())
	_, err = exec.LookPath("no-such-program")
	fmt.Println(err)

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-signals)

	start := time.Now()
	ticker := time.NewTicker(10 * time.Millisecond)
	for i := 0; i < 5; i++ {
		<-ticker.C
	}
	select {
	case <-time.After(30 * time.Millisecond):
		fmt.Println("timers", time.Since(start) >= 70*time.Millisecond)
	case <-signals:
	}

	os.MkdirAll("d/e", 0755)
	os.WriteFile("d/e/f", []byte("text"), 0640)
	os.Rename("d/e/f", "d/g")
	os.Symlink("g", "d/l")
	filepath.WalkDir("d", func(path string, entry os.DirEntry, err error) error {
		info, _ := entry.Info()
		fmt.Println(path, info.Mode(), err)
		return nil
	})
	_, err = os.Open("none")
	fmt.Println(err)
	r, w, _ := os.Pipe()
	go func() { w.Write(make([]byte, 1<<20)); w.Close() }()
	n, _ := io.Copy(io.Discard, r)
	fmt.Println("piped", n)
	names := os.Environ()
	sort.Strings(names)
	fmt.Println(runtime.GOOS, runtime.GOARCH, len(names) > 0)
	defer func() {
		fmt.Println(recover())
		os.Exit(7)
	}()
	var none *node
	fmt.Println(none.left)
}
G
go build -o m m.go && file=$(head -c 4 m | od -An -tx1) && echo "$file"; ./m; echo $?; go run m.go | tail -3; go vet m.go 2>&1 | tail -2
