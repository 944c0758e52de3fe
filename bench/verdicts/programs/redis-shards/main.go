// Shards are met one by one; each has a client that listens for what became invalid. The oldest of more than 64 is closed.
package main

import (
	"container/list"
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"example.com/programs/kit/redisserver"
	"github.com/redis/go-redis/v9"
)

func main() {
	kit.Play(kit.Program{
		World: redisserver.Start,
		Rate:  func(w *kit.World) float64 { return w.Day(2, 22) },
		Main:  shards,
	})
}

const most = 64

type shard struct {
	client  *redis.Client
	invalid *redis.PubSub
}

func shards(life *kit.Life) http.Handler {
	var mu sync.Mutex
	open, byAge := map[int]*list.Element{}, list.New()
	use := func(id int) {
		mu.Lock()
		defer mu.Unlock()
		if element, ok := open[id]; ok {
			byAge.MoveToFront(element)
			return
		}
		client := redis.NewClient(&redis.Options{Addr: life.World, PoolSize: 2})
		one := shard{client, client.Subscribe(context.Background(), "invalid")}
		one.invalid.Channel()
		open[id] = byAge.PushFront(struct {
			shard
			id int
		}{one, id})
		if byAge.Len() > most {
			last := byAge.Remove(byAge.Back()).(struct {
				shard
				id int
			})
			delete(open, last.id)
			last.invalid.Close()
			last.client.Close()
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		use(int(rand.ExpFloat64() * 22))
		life.Sleep(time.Minute)
	})
}
