// Devices connect over yamux, more and more of them for three days, and each stays for most of a day.
package main

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/hashicorp/yamux"
)

func main() { kit.Play(kit.Program{World: devices, Main: gateway}) }

func quiet() *yamux.Config {
	config := yamux.DefaultConfig()
	config.LogOutput = io.Discard
	return config
}

// devices come by the roll-out: 130 in all, ever fewer a day; each connects again when it was switched off.
func devices(w *kit.World) string {
	for range 130 {
		first := rand.ExpFloat64() * 26
		go func() {
			w.Sleep(time.Duration(first * float64(time.Hour)))
			for {
				conn, err := net.Dial("tcp", w.Target())
				if err != nil {
					w.Sleep(time.Minute)
					continue
				}
				session, _ := yamux.Client(conn, quiet())
				w.Sleep(time.Duration((8 + rand.ExpFloat64()*16) * float64(time.Hour)))
				session.Close()
				w.Sleep(time.Duration(rand.ExpFloat64() * float64(time.Hour)))
			}
		}()
	}
	return ""
}

func gateway(life *kit.Life) http.Handler {
	listener := kit.Listen()
	life.Answers(listener.Addr())
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			session, _ := yamux.Server(conn, quiet())
			go serve(session)
		}
	}()
	return nil
}

func serve(session *yamux.Session) {
	for {
		stream, err := session.Accept()
		if err != nil {
			session.Close()
			return
		}
		stream.Close()
	}
}
