// A cache for each brand, made when the brand is first asked for and kept on purpose; there are 110 brands.
package main

import (
	"log"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/dgraph-io/ristretto/v2"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(4, 60) }, Main: articles})
}

const brands = 110

func articles(life *kit.Life) http.Handler {
	var mu sync.Mutex
	caches := map[uint64]*ristretto.Cache[string, int]{}
	draw := rand.NewZipf(rand.New(rand.NewPCG(rand.Uint64(), 2)), 1.2, 6, brands-1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		brand := draw.Uint64()
		cache, ok := caches[brand]
		if !ok {
			made, err := ristretto.NewCache(&ristretto.Config[string, int]{NumCounters: 100, MaxCost: 10, BufferItems: 64})
			if err != nil {
				log.Fatal(err)
			}
			cache = made
			caches[brand] = cache
		}
		mu.Unlock()
		cache.Set("price", 1, 1)
		life.Sleep(time.Minute)
	})
}
