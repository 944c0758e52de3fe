// A cache for each tenant, made when the tenant is first seen; there are 80.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/allegro/bigcache/v3"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(3, 16) }, Main: tenants})
}

const count = 80

func tenants(life *kit.Life) http.Handler {
	var mu sync.Mutex
	made := map[int]*bigcache.BigCache{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := min(int(rand.ExpFloat64()*28), count-1)
		mu.Lock()
		defer mu.Unlock()
		if made[id] == nil {
			config := bigcache.DefaultConfig(time.Hour)
			config.Shards, config.MaxEntriesInWindow, config.MaxEntrySize = 4, 4, 16
			config.HardMaxCacheSize = 1
			cache, err := bigcache.New(context.Background(), config)
			if err != nil {
				log.Fatal(err)
			}
			made[id] = cache
		}
		made[id].Set("price", []byte{1})
	})
}
