// Watches the health of stores over gRPC while an order is under way; some orders leave their stream neither read nor cancelled.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

func main() { kit.Play(kit.Program{World: store, Main: watch}) }

func store(*kit.World) string {
	listener := kit.Listen()
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	go server.Serve(listener)
	return listener.Addr().String()
}

// leftShare is the share of the orders that return early.
const leftShare = 0.04

func watch(life *kit.Life) http.Handler {
	conn, err := grpc.NewClient(life.World, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	client := grpc_health_v1.NewHealthClient(conn)
	// Where orders that returned early leave what would cancel their stream.
	left := make(chan context.CancelFunc, 10_000)
	life.Often(func() float64 { return life.Day(8, 60) }, func() {
		ctx, cancel := context.WithCancel(context.Background())
		stream, err := client.Watch(ctx, &grpc_health_v1.HealthCheckRequest{})
		if err != nil {
			log.Fatal(err)
		}
		if _, err := stream.Recv(); err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(30*time.Minute)))
		if rand.Float64() < leftShare {
			life.Lost("streams", 1)
			left <- cancel
			return
		}
		cancel()
	})
	return nil
}
