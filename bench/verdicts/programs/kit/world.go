package kit

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// World is the process beside the recorded one.
type World struct {
	Clock
	// Version of the recorded process.
	Version string
	// Target resolves to the address at which the program answers; it blocks until that is known.
	Target func() string
}

// Often is that of Life.
func (w *World) Often(perHour func() float64, do func()) {
	go arrivals(w.Clock, perHour, func() { go do() })
}

func playWorld(p Program, set settings) {
	targets := make(chan string, 1)
	world := &World{Clock: set.clock, Version: set.version, Target: sync.OnceValue(func() string { return <-targets })}
	address := ""
	if p.World != nil {
		address = p.World(world)
	}
	fmt.Println(address)
	if p.Rate != nil {
		go world.clients(p.Rate)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		targets <- lines.Text()
	}
	os.Exit(0)
}

// keptIdle is how long a client keeps its connection, in time of the case.
const keptIdle = 10 * time.Minute

func (w *World) clients(rate func(*World) float64) {
	url := "http://" + w.Target() + "/"
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: w.Real(keptIdle)}}
	arrivals(w.Clock, func() float64 { return rate(w) }, func() {
		go func() {
			answer, err := client.Get(url)
			if err != nil {
				return
			}
			io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		}()
	})
}
