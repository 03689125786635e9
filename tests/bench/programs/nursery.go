package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	tasks, _ := strconv.Atoi(os.Args[1])
	t0 := time.Now()
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		go group.Done()
	}
	group.Wait()
	fmt.Println("seconds", time.Since(t0).Seconds())
}
