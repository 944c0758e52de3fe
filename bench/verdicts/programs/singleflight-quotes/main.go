// Quotes are asked for once at a time; a partner that never answers keeps everybody who asks for the same.
package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/programs/kit"
	"golang.org/x/sync/singleflight"
)

func main() {
	kit.Play(kit.Program{
		Rate: func(w *kit.World) float64 {
			if w.IsOffice() {
				return 500
			}
			return 30
		},
		Main: quotes,
	})
}

func quotes(life *kit.Life) http.Handler {
	var group singleflight.Group
	var stuck atomic.Int64
	never := make(chan struct{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route := rand.IntN(4000)
		// Partner 17 is asked for in offices alone, and hangs for a few of its routes.
		isStuck := life.IsOffice() && route < 12
		if isStuck {
			life.Lost("askers", 1)
			stuck.Add(1)
		}
		group.Do(fmt.Sprintf("route-%d-%t", route, isStuck), func() (any, error) {
			if isStuck {
				<-never
			}
			life.Sleep(2 * time.Minute)
			return nil, nil
		})
	})
}
