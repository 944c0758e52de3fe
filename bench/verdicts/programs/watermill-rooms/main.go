// A subscription for each room that is open; more rooms each day, each open for hours.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/pubsub/gochannel"
)

func main() { kit.Play(kit.Program{Main: rooms}) }

func rooms(life *kit.Life) http.Handler {
	news := gochannel.NewGoChannel(gochannel.Config{}, watermill.NopLogger{})
	life.Often(func() float64 { return life.Day(1, 12) * (1 + life.Hours()/60) }, func() {
		ctx, cancel := context.WithCancel(context.Background())
		messages, err := news.Subscribe(ctx, "news")
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			for range messages {
			}
		}()
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(5*time.Hour)))
		cancel()
	})
	return nil
}
