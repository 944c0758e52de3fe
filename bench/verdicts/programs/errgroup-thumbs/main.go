// Pictures of an album are listed by one goroutine and made small by others; these stop at the first broken one.
package main

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"golang.org/x/sync/errgroup"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(60, 300) }, Main: albums})
}

var errBroken = errors.New("broken picture")

func albums(life *kit.Life) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		go thumbs(life, rand.Float64() < 0.14)
	})
}

func thumbs(life *kit.Life, isBroken bool) {
	var group errgroup.Group
	pictures := make(chan int)
	group.Go(func() error {
		defer close(pictures)
		for i := range 20 {
			pictures <- i
		}
		return nil
	})
	for range 3 {
		group.Go(func() error {
			for i := range pictures {
				life.Sleep(20 * time.Second)
				if isBroken && i >= 6 {
					return errBroken
				}
			}
			return nil
		})
	}
	if isBroken {
		life.Lost("listers", 2)
	}
	group.Wait()
}
