package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

func main() {
	waiters, _ := strconv.Atoi(os.Args[1])
	units := make(chan struct{}, 10)
	var group sync.WaitGroup
	t0 := time.Now()
	for i := 0; i < waiters; i++ {
		group.Add(1)
		go func() {
			units <- struct{}{}
			runtime.Gosched()
			<-units
			group.Done()
		}()
	}
	group.Wait()
	fmt.Println("seconds", time.Since(t0).Seconds())
}
