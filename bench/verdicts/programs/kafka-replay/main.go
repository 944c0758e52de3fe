// A Kafka client for each replay; one that finds nothing returns before Close.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"example.com/programs/kit"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	kit.Play(kit.Program{
		World: func(*kit.World) string {
			cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(4, "orders"))
			if err != nil {
				log.Fatal(err)
			}
			return strings.Join(cluster.ListenAddrs(), ",")
		},
		Rate: func(w *kit.World) float64 { return w.Day(30, 300) },
		Main: replays,
	})
}

// perClient is the goroutines of a client that consumes from one broker.
const perClient = 6

func replays(life *kit.Life) http.Handler {
	life.Often(func() float64 { return 6 }, func() {
		client, err := kgo.NewClient(kgo.SeedBrokers(life.World), kgo.ConsumeTopics("orders"))
		if err != nil {
			log.Fatal(err)
		}
		deadline, cancel := context.WithTimeout(context.Background(), life.Real(15*time.Minute))
		defer cancel()
		client.PollFetches(deadline)
		if rand.Float64() < 0.15 {
			life.Lost("clients", perClient)
			return
		}
		client.Close()
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(time.Minute) })
}
