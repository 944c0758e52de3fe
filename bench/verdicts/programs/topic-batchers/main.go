// A batcher for each topic, which ends when its topic has been quiet for most of a day; new topics come all the time.
package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"golang.org/x/sync/errgroup"
)

func main() { kit.Play(kit.Program{Main: topics}) }

// quiet is after how long without an event a batcher ends.
const quiet = 16 * time.Hour

// batch sends what has gathered, at each event.
func batch(ctx context.Context, life *kit.Life, events <-chan int) {
	idle := time.NewTimer(life.Real(quiet))
	defer idle.Stop()
	for {
		select {
		case <-events:
			idle.Reset(life.Real(quiet))
		case <-idle.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func topics(life *kit.Life) http.Handler {
	group, ctx := errgroup.WithContext(context.Background())
	life.Often(func() float64 { return life.Day(1, 7) }, func() {
		events := make(chan int, 64)
		group.Go(func() error {
			batch(ctx, life, events)
			return nil
		})
		for range rand.IntN(12) {
			life.Sleep(time.Duration(rand.ExpFloat64() * float64(20*time.Minute)))
			events <- 1
		}
	})
	return nil
}
