// Desks follow the stock over server-sent events, for hours: who comes in the morning leaves in the evening.
package main

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/r3labs/sse/v2"
)

func main() { kit.Play(kit.Program{World: desks, Main: stock}) }

func desks(world *kit.World) string {
	world.Often(func() float64 { return world.Day(1, 26) }, func() {
		hours := min(20, 3*math.Exp(rand.NormFloat64()))
		ctx, cancel := context.WithTimeout(context.Background(), world.Real(time.Duration(hours*float64(time.Hour))))
		defer cancel()
		client := sse.NewClient("http://" + world.Target() + "/?stream=stock")
		client.SubscribeWithContext(ctx, "stock", func(*sse.Event) {})
	})
	return ""
}

func stock(life *kit.Life) http.Handler {
	server := sse.New()
	server.AutoReplay = false
	server.CreateStream("stock")
	life.Often(func() float64 { return 12 }, func() { server.Publish("stock", &sse.Event{Data: []byte("12")}) })
	return server
}
