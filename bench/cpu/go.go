// go.go - goroutines, on one thread of Go's: everybody here has one.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const (
	yields = 500000
	warm   = 1000
)

// cpu is what this process has had of the processor, in ns.
func cpu() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano() + used.Stime.Nano())
}

// watchPipes has n goroutines wait for pipes into which nobody writes.
func watchPipes(n int) {
	for i := 0; i < n; i++ {
		read, write, err := os.Pipe()
		if err != nil {
			os.Exit(1)
		}
		go func() {
			read.Read(make([]byte, 1))
			write.Close()
		}()
	}
	time.Sleep(10 * time.Millisecond)
}

func yield(n int) float64 {
	watchPipes(n)
	for i := 0; i < warm; i++ {
		runtime.Gosched()
	}
	start := cpu()
	for i := 0; i < yields; i++ {
		runtime.Gosched()
	}
	return (cpu() - start) / yields
}

func receiveMany(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		result := make(chan int)
		go func(number int) { result <- number }(i)
		sum += <-result
	}
	return sum
}

func spawn(n int) float64 {
	receiveMany(warm)
	start := cpu()
	if receiveMany(n) != n*(n-1)/2 {
		os.Exit(1)
	}
	return (cpu() - start) / float64(n)
}

func sleepers(n int) float64 {
	var all sync.WaitGroup
	for i := 0; i < n; i++ {
		all.Add(1)
		go func() {
			time.Sleep(time.Second)
			all.Done()
		}()
	}
	all.Wait()
	return float64(n)
}

func startup(n int) float64 {
	fmt.Println("hello")
	return 1
}

func main() {
	known := map[string]func(int) float64{"yield": yield, "spawn": spawn,
		"sleepers": sleepers, "startup": startup}
	measure, found := known[os.Args[1]]
	if !found {
		os.Exit(3)
	}
	runtime.GOMAXPROCS(1)
	n, _ := strconv.Atoi(os.Args[2])
	fmt.Println(measure(n))
}
