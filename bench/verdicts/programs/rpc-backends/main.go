// A net/rpc client for each backend that was asked; backends are moved, and their clients end with them.
package main

import (
	"log"
	"math/rand/v2"
	"net/http"
	"net/rpc"
	"sync"
	"time"

	"example.com/programs/kit"
)

func main() {
	kit.Play(kit.Program{World: backends, Rate: func(w *kit.World) float64 { return w.Day(3, 14) }, Main: router})
}

type Echo struct{}

func (Echo) Say(in string, out *string) error { *out = in; return nil }

func backends(*kit.World) string {
	server := rpc.NewServer()
	if err := server.Register(Echo{}); err != nil {
		log.Fatal(err)
	}
	listener := kit.Listen()
	go server.Accept(listener)
	return listener.Addr().String()
}

// count of backends; a request goes to any of them.
const count = 96

func router(life *kit.Life) http.Handler {
	var mu sync.Mutex
	var open [count]*rpc.Client
	life.Often(func() float64 { return 0.4 }, func() {
		mu.Lock()
		defer mu.Unlock()
		if i := rand.IntN(count); open[i] != nil {
			open[i].Close()
			open[i] = nil
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := rand.IntN(count)
		mu.Lock()
		defer mu.Unlock()
		if open[i] == nil {
			client, err := rpc.Dial("tcp", life.World)
			if err != nil {
				log.Fatal(err)
			}
			open[i] = client
		}
		var answer string
		open[i].Call("Echo.Say", "price", &answer)
		life.Sleep(10 * time.Second)
	})
}
