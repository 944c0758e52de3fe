// Caches with a janitor for each of 72 shards; a shard is made when the first key of it comes.
package main

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/patrickmn/go-cache"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(1, 7) }, Main: sessions})
}

const shards = 72

func sessions(life *kit.Life) http.Handler {
	var mu sync.Mutex
	var made [shards]*cache.Cache
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shard := rand.IntN(shards)
		mu.Lock()
		if made[shard] == nil {
			made[shard] = cache.New(time.Minute, 5*time.Second)
		}
		mu.Unlock()
		made[shard].SetDefault("session", 1)
		life.Sleep(time.Minute)
	})
}
