// A cache with expiry for each customer, kept on purpose: customers are met one by one, the busy ones first.
package main

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/hashicorp/golang-lru/v2/expirable"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(15, 260) }, Main: prices})
}

const customers = 340

func prices(life *kit.Life) http.Handler {
	var mu sync.Mutex
	caches := map[uint64]*expirable.LRU[string, int]{}
	draw := rand.NewZipf(rand.New(rand.NewPCG(rand.Uint64(), 1)), 1.15, 4, customers-1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		customer := draw.Uint64()
		cache, ok := caches[customer]
		if !ok {
			cache = expirable.NewLRU[string, int](100, nil, time.Minute)
			caches[customer] = cache
		}
		mu.Unlock()
		cache.Add("price", 1)
		life.Sleep(time.Minute)
	})
}
