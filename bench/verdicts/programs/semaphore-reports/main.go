// Reports take one of twenty permits; a report that fails does not give it back, until none is left.
package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"golang.org/x/sync/semaphore"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(40, 500) }, Main: reports})
}

const permits = 20

func reports(life *kit.Life) http.Handler {
	free := semaphore.NewWeighted(permits)
	life.Often(func() float64 { return life.Day(3, 10) }, func() { report(life, free) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(time.Minute) })
}

func report(life *kit.Life, free *semaphore.Weighted) {
	if !free.TryAcquire(1) {
		// Nothing is ever given back once all permits are gone: whoever waits now waits for good.
		life.Lost("reports", 1)
		free.Acquire(context.Background(), 1)
	}
	life.Sleep(15*time.Minute + time.Duration(rand.ExpFloat64()*float64(20*time.Minute)))
	if rand.Float64() < 0.06 {
		return
	}
	free.Release(1)
}
