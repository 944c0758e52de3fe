// A worker for each partition of a topic, to which operators add partitions as the traffic grows.
package main

import (
	"context"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

func main() { kit.Play(kit.Program{World: cluster, Main: consume}) }

const topic = "orders"

// sizes are partitions from an hour on.
var sizes = []struct {
	hour       float64
	partitions int
}{{9, 16}, {17, 22}, {29, 30}, {40, 40}, {50, 48}}

func cluster(world *kit.World) string {
	fake, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(12, topic))
	if err != nil {
		log.Fatal(err)
	}
	address := strings.Join(fake.ListenAddrs(), ",")
	client, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.RecordPartitioner(kgo.RoundRobinPartitioner()))
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for _, size := range sizes {
			world.SleepUntil(size.hour)
			if _, err := kadm.NewClient(client).UpdatePartitions(context.Background(), size.partitions, topic); err != nil {
				log.Fatal(err)
			}
		}
	}()
	world.Often(func() float64 { return world.Day(200, 900) }, func() {
		client.Produce(context.Background(), &kgo.Record{Topic: topic, Value: []byte("order")}, nil)
	})
	return address
}

type worker struct{ records chan *kgo.Record }

func (w *worker) work(life *kit.Life) {
	for range w.records {
		life.Sleep(30 * time.Second)
	}
}

func consume(life *kit.Life) http.Handler {
	client, err := kgo.NewClient(kgo.SeedBrokers(life.World), kgo.ConsumeTopics(topic),
		kgo.MetadataMinAge(life.Real(10*time.Minute)), kgo.MetadataMaxAge(life.Real(30*time.Minute)))
	if err != nil {
		log.Fatal(err)
	}
	var mu sync.Mutex
	workers := map[int32]*worker{}
	go func() {
		for {
			client.PollFetches(context.Background()).EachRecord(func(record *kgo.Record) {
				mu.Lock()
				one, ok := workers[record.Partition]
				if !ok {
					one = &worker{make(chan *kgo.Record, 100)}
					workers[record.Partition] = one
					go one.work(life)
				}
				mu.Unlock()
				one.records <- record
			})
		}
	}()
	return nil
}
