// Reports subscribe to their orders over watermill while they are made; one in twenty never ends its subscription.
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

func main() { kit.Play(kit.Program{Main: reports}) }

const leftShare = 0.05

func reports(life *kit.Life) http.Handler {
	orders := gochannel.NewGoChannel(gochannel.Config{}, watermill.NopLogger{})
	left := make(chan context.CancelFunc, 10_000)
	life.Often(func() float64 { return life.Day(6, 44) }, func() {
		ctx, cancel := context.WithCancel(context.Background())
		messages, err := orders.Subscribe(ctx, "orders")
		if err != nil {
			log.Fatal(err)
		}
		go collect(messages)
		life.Sleep(time.Duration((0.5 + rand.ExpFloat64()) * float64(15*time.Minute)))
		if rand.Float64() < leftShare {
			life.Lost("subscriptions", 1)
			left <- cancel
			return
		}
		cancel()
	})
	return nil
}

func collect[M interface{ Ack() bool }](messages <-chan M) {
	for message := range messages {
		message.Ack()
	}
}
