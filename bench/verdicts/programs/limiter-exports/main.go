// Exports wait for the turn that a limiter gives; by day more are asked for than it lets through, and the night drains them.
package main

import (
	"context"
	"net/http"
	"time"

	"example.com/programs/kit"
	"golang.org/x/time/rate"
)

func main() { kit.Play(kit.Program{Main: exports}) }

// perHour is what the limiter lets through.
const perHour = 40

func exports(life *kit.Life) http.Handler {
	limiter := rate.NewLimiter(rate.Every(life.Real(time.Hour/perHour)), 1)
	life.Often(func() float64 { return life.Day(4, 66) }, func() {
		if limiter.Wait(context.Background()) == nil {
			life.Sleep(5 * time.Minute)
		}
	})
	return nil
}
