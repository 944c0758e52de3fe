// Exports tell their progress over Redis; one whose deadline passes leaves its subscription open.
package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"example.com/programs/kit/redisserver"
	"github.com/redis/go-redis/v9"
)

func main() {
	kit.Play(kit.Program{
		World: redisserver.Start,
		Rate:  func(w *kit.World) float64 { return w.Day(60, 600) },
		Main:  exports,
	})
}

func exports(life *kit.Life) http.Handler {
	client := redis.NewClient(&redis.Options{Addr: life.World, PoolSize: 20})
	ctx := context.Background()
	if life.Instance == "exports-2" {
		life.Often(func() float64 { return life.Day(3, 14) }, func() {
			progress := client.Subscribe(ctx, fmt.Sprintf("export.%d", rand.Uint32()))
			updates := progress.Channel()
			select {
			case <-updates:
			case <-time.After(life.Real(20 * time.Minute)):
			}
			if rand.Float64() < 0.5 {
				life.Lost("subscriptions", 2)
				return
			}
			progress.Close()
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		client.Incr(ctx, "seen")
		life.Sleep(time.Minute)
	})
}
