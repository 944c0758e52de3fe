// Reports take one of twenty permits; a report that fails does not give it back, until none is left.
package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"golang.org/x/sync/semaphore"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(40, 500) }, Main: reports})
}

const permits = 20

type desk struct {
	*semaphore.Weighted
	mu sync.Mutex
	// gone is permits that nobody gives back; waiting is reports that wait for one.
	gone, waiting int
}

func reports(life *kit.Life) http.Handler {
	free := &desk{Weighted: semaphore.NewWeighted(permits)}
	life.Often(func() float64 { return life.Day(3, 10) }, func() { free.report(life) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(time.Minute) })
}

func (d *desk) report(life *kit.Life) {
	d.count(life, 1)
	d.Acquire(context.Background(), 1)
	d.count(life, -1)
	life.Sleep(15*time.Minute + time.Duration(rand.ExpFloat64()*float64(20*time.Minute)))
	if rand.Float64() < 0.06 {
		d.lose(life)
		return
	}
	d.Release(1)
}

// count tells that one more waits, for good if no permit is left.
func (d *desk) count(life *kit.Life, more int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting += more
	if d.gone == permits && more > 0 {
		life.Lost("reports", 1)
	}
}

// lose tells that a permit is gone; with the last one all who wait are lost.
func (d *desk) lose(life *kit.Life) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone++
	if d.gone == permits {
		life.Lost("reports", d.waiting)
	}
}
