package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func sleeper(deadline time.Time, group *sync.WaitGroup) {
	time.Sleep(time.Until(deadline))
	group.Done()
}

func main() {
	tasks, _ := strconv.Atoi(os.Args[1])
	ahead, _ := strconv.ParseFloat(os.Args[2], 64)
	first := time.Now().Add(time.Duration(ahead * float64(time.Second)))
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		after := time.Duration(float64(i*611953%tasks) / float64(tasks) * float64(time.Second))
		go sleeper(first.Add(after), &group)
	}
	group.Wait()
	fmt.Println("late", time.Since(first).Seconds()-1)
}
