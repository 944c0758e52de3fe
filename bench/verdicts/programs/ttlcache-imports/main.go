// An import keeps what it has seen in a cache of its own, whose cleaner nobody stops.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/jellydator/ttlcache/v3"
)

func main() { kit.Play(kit.Program{Main: imports}) }

func imports(life *kit.Life) http.Handler {
	life.Often(func() float64 { return 0.7 }, func() {
		seen := ttlcache.New(ttlcache.WithTTL[int, bool](life.Real(10 * time.Minute)))
		go seen.Start()
		for range 20 {
			seen.Set(rand.IntN(40), true, ttlcache.DefaultTTL)
			life.Sleep(time.Minute)
		}
		life.Lost("cleaners", 1)
	})
	return nil
}
