// A cache for each customer that is active, stopped when the customer was away for a day and a half; 48 at most.
package main

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/hashicorp/golang-lru/v2/expirable"
	"github.com/jellydator/ttlcache/v3"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(1, 8) }, Main: customers})
}

const most = 48

func customers(life *kit.Life) http.Handler {
	var mu sync.Mutex
	stop := func(_ int, cache *ttlcache.Cache[string, int]) { cache.Stop() }
	active := expirable.NewLRU(most, stop, life.Real(36*time.Hour))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := int(rand.ExpFloat64() * 40)
		mu.Lock()
		defer mu.Unlock()
		cache, ok := active.Get(id)
		if !ok {
			cache = ttlcache.New(ttlcache.WithTTL[string, int](time.Minute))
			go cache.Start()
			time.Sleep(time.Millisecond)
		}
		active.Add(id, cache)
		cache.Set("basket", 1, ttlcache.DefaultTTL)
	})
}
