package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func produce(channel chan<- int, messages int) {
	for i := 0; i < messages; i++ {
		channel <- i
	}
	close(channel)
}

func main() {
	messages, _ := strconv.Atoi(os.Args[1])
	t0 := time.Now()
	channel := make(chan int)
	sum := 0
	go produce(channel, messages)
	for value := range channel {
		sum += value
	}
	fmt.Println("seconds", time.Since(t0).Seconds())
	fmt.Println("sum", sum)
}
