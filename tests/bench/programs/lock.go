package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	waiters, _ := strconv.Atoi(os.Args[1])
	var lock sync.Mutex
	var group sync.WaitGroup
	lock.Lock()
	for i := 0; i < waiters; i++ {
		group.Add(1)
		go func() {
			lock.Lock()
			lock.Unlock()
			group.Done()
		}()
	}
	time.Sleep(200 * time.Millisecond)
	t0 := time.Now()
	lock.Unlock()
	group.Wait()
	fmt.Println("seconds", time.Since(t0).Seconds())
}
