// A pool of workers that grows when a burst asks for it, and keeps them for two days.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/alitto/pond"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(40, 300) }, Main: images})
}

func images(life *kit.Life) http.Handler {
	pool := pond.New(140, 10_000, pond.MinWorkers(4), pond.IdleTimeout(life.Real(48*time.Hour)), pond.Strategy(pond.Lazy()))
	scale := func() { life.Sleep(time.Duration(rand.ExpFloat64() * float64(3*time.Minute))) }
	life.Often(func() float64 { return 0.4 }, func() {
		for range 15 + int(life.Hours()) {
			pool.Submit(scale)
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { pool.SubmitAndWait(scale) })
}
