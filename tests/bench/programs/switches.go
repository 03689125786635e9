package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

func takeTurns(turns int, group *sync.WaitGroup) {
	for i := 0; i < turns; i++ {
		runtime.Gosched()
	}
	group.Done()
}

func main() {
	tasks, _ := strconv.Atoi(os.Args[1])
	turns, _ := strconv.Atoi(os.Args[2])
	t0 := time.Now()
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		go takeTurns(turns, &group)
	}
	group.Wait()
	fmt.Println("seconds", time.Since(t0).Seconds())
}
