package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	tasks, _ := strconv.Atoi(os.Args[1])
	ahead, _ := strconv.ParseFloat(os.Args[2], 64)
	deadline := time.Now().Add(time.Duration(ahead * float64(time.Second)))
	ctx, cancel := context.WithDeadline(context.Background(), deadline)
	defer cancel()
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		go func() {
			<-ctx.Done()
			group.Done()
		}()
	}
	group.Wait()
	fmt.Println("seconds", time.Since(deadline).Seconds())
}
