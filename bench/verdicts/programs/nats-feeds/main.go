// Customers follow their feed while they are logged in; some sessions end without Unsubscribe.
package main

import (
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

func main() { kit.Play(kit.Program{World: serve, Main: follow}) }

func serve(*kit.World) string {
	broker, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true})
	if err != nil {
		log.Fatal(err)
	}
	broker.Start()
	if !broker.ReadyForConnections(10 * time.Second) {
		log.Fatal("the broker does not start")
	}
	return broker.ClientURL()
}

// lostShare is the share of the sessions that end by an error.
const lostShare = 0.007

func follow(life *kit.Life) http.Handler {
	conn, err := nats.Connect(life.World)
	if err != nil {
		log.Fatal(err)
	}
	life.Often(func() float64 { return life.Day(20, 380) }, func() {
		subscription, err := conn.Subscribe(fmt.Sprintf("feed.%d", rand.Uint32()), func(*nats.Msg) {})
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(5*time.Minute + time.Duration(rand.ExpFloat64()*float64(40*time.Minute)))
		if rand.Float64() < lostShare {
			life.Lost("subscriptions", 1)
			return
		}
		subscription.Unsubscribe()
	})
	return nil
}
