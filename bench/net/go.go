// Go: a goroutine for each connection, a goroutine for each fetch.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

const here = "127.0.0.1:"

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(client net.Conn) {
	defer client.Close()
	chunk := make([]byte, 16384)
	for {
		n, err := client.Read(chunk)
		if err != nil {
			return
		}
		if _, err := client.Write(chunk[:n]); err != nil {
			return
		}
	}
}

func serve() {
	listener, err := net.Listen("tcp", here+"0")
	must(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		client, err := listener.Accept()
		must(err)
		go answer(client)
	}
}

func fetch(port string) {
	server, err := net.Dial("tcp", here+port)
	must(err)
	defer server.Close()
	_, err = server.Write([]byte("GET / HTTP/1.0\r\n\r\n"))
	must(err)
	text, err := io.ReadAll(server)
	must(err)
	if len(text) <= 1000 {
		must(fmt.Errorf("an answer was cut"))
	}
}

func fetches(n int, port string) {
	start := time.Now()
	var all sync.WaitGroup
	for i := 0; i < n; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			fetch(port)
		}()
	}
	all.Wait()
	fmt.Println(float64(time.Since(start).Nanoseconds()) / 1e6)
}

func main() {
	if len(os.Args) < 4 {
		os.Exit(3)
	}
	switch os.Args[1] {
	case "echo":
		serve()
	case "fetches":
		n, err := strconv.Atoi(os.Args[2])
		must(err)
		fetches(n, os.Args[4])
	default:
		os.Exit(3)
	}
}
