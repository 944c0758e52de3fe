// Asks two suppliers and takes the first answer; in hours in which one is slow the other is left at its send.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
)

func main() { kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(10, 120) }, Main: quotes}) }

func quotes(life *kit.Life) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers := make(chan int)
		wait := 30 * time.Second
		// A supplier is slow for a part of many hours, not of all.
		if h := life.Hours(); int(h*7)%5 == 0 && rand.Float64() < 0.3 {
			wait = 4 * time.Minute
		}
		go ask(life, wait, answers)
		timer := time.NewTimer(life.Real(2 * time.Minute))
		defer timer.Stop()
		select {
		case <-answers:
		case <-timer.C:
			life.Lost("asks", 1)
		}
	})
}

func ask(life *kit.Life, wait time.Duration, answers chan<- int) {
	life.Sleep(wait)
	answers <- 1
}
