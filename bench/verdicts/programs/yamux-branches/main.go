// Branches are asked over yamux sessions; when a branch asks for another session, the former one is forgotten.
package main

import (
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/programs/kit"
	"github.com/hashicorp/yamux"
)

func main() {
	kit.Play(kit.Program{World: office, Rate: func(w *kit.World) float64 { return w.Day(8, 50) }, Main: branches})
}

func quiet() *yamux.Config {
	config := yamux.DefaultConfig()
	config.LogOutput = io.Discard
	return config
}

func office(*kit.World) string {
	listener := kit.Listen()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			session, _ := yamux.Server(conn, quiet())
			go func() {
				for {
					stream, err := session.Accept()
					if err != nil {
						return
					}
					go io.Copy(stream, stream)
				}
			}()
		}
	}()
	return listener.Addr().String()
}

const count = 12

// renewShare is the share of calls after which a branch wants another session.
const renewShare = 0.06

func branches(life *kit.Life) http.Handler {
	var mu sync.Mutex
	var open [count]*yamux.Session
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := rand.IntN(count)
		mu.Lock()
		if open[i] == nil || rand.Float64() < renewShare {
			if open[i] != nil {
				life.Lost("sessions", 1)
			}
			conn, err := net.Dial("tcp", life.World)
			if err != nil {
				log.Fatal(err)
			}
			open[i], _ = yamux.Client(conn, quiet())
		}
		session := open[i]
		mu.Unlock()
		stream, err := session.Open()
		if err != nil {
			return
		}
		defer stream.Close()
		stream.Write([]byte("stock"))
		io.ReadFull(stream, make([]byte, 5))
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(2*time.Minute)))
	})
}
