// Customers subscribe to their orders over GraphQL; a customer who leaves while an order is sent keeps the one that sends.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	graphql "github.com/graph-gophers/graphql-go"
)

func main() { kit.Play(kit.Program{Main: subscriptions}) }

const schemaText = `
	schema { query: Query subscription: Subscription }
	type Query { version: String! }
	type Subscription { orders: String! }`

type resolver struct{ life *kit.Life }

func (*resolver) Version() string { return "1" }

func (r *resolver) Orders(ctx context.Context) <-chan string {
	orders := make(chan string)
	go r.deliver(ctx, orders)
	return orders
}

// deliver asks for the end of the customer between two orders, but not while one is sent.
func (r *resolver) deliver(ctx context.Context, orders chan<- string) {
	for r.life.SleepIn(ctx, time.Duration(rand.ExpFloat64()*float64(20*time.Minute))) {
		if rand.Float64() < 0.02 {
			// The customer goes just now.
			<-ctx.Done()
			r.life.Sleep(time.Minute)
			r.life.Lost("deliveries", 1)
		}
		orders <- "order"
	}
}

func subscriptions(life *kit.Life) http.Handler {
	schema := graphql.MustParseSchema(schemaText, &resolver{life})
	life.Often(func() float64 { return life.Day(6, 90) }, func() {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		answers, err := schema.Subscribe(ctx, "subscription { orders }", "", nil)
		if err != nil {
			log.Fatal(err)
		}
		leaves := time.NewTimer(life.Real(time.Duration(rand.ExpFloat64() * float64(40*time.Minute))))
		for {
			select {
			case <-answers:
			case <-leaves.C:
				return
			}
		}
	})
	return nil
}
