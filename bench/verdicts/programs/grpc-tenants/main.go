// A gRPC connection for each tenant, dialled when the tenant is first met and kept; there are 70 tenants.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

func main() {
	kit.Play(kit.Program{
		World: backend,
		Rate:  func(w *kit.World) float64 { return w.Day(2, 20) },
		Main:  tenants,
	})
}

func backend(*kit.World) string {
	listener := kit.Listen()
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	go server.Serve(listener)
	return listener.Addr().String()
}

const known = 70

func tenants(life *kit.Life) http.Handler {
	var mu sync.Mutex
	conns := map[int]*grpc.ClientConn{}
	connOf := func(tenant int) *grpc.ClientConn {
		mu.Lock()
		defer mu.Unlock()
		conn, ok := conns[tenant]
		if !ok {
			made, err := grpc.NewClient(life.World,
				grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithIdleTimeout(0))
			if err != nil {
				log.Fatal(err)
			}
			conn = made
			conns[tenant] = conn
		}
		return conn
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenant := min(known-1, int(rand.ExpFloat64()*20))
		client := grpc_health_v1.NewHealthClient(connOf(tenant))
		if _, err := client.Check(context.Background(), &grpc_health_v1.HealthCheckRequest{}); err != nil {
			log.Print(err)
		}
		life.Sleep(time.Minute)
	})
}
