// Tunnels between branches and a database: two copies each, without deadlines. Some branches vanish without a word.
package main

import (
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"example.com/programs/kit"
)

func main() { kit.Play(kit.Program{World: database, Main: tunnels}) }

// database answers what it is asked until its client is gone.
func database(*kit.World) string {
	listener := kit.Listen()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go func() {
				io.Copy(conn, conn)
				conn.Close()
			}()
		}
	}()
	return listener.Addr().String()
}

// vanished is the share of the tunnels whose branch loses its power.
const vanished = 0.012

func tunnels(life *kit.Life) http.Handler {
	listener := kit.Listen()
	go func() {
		for {
			branch, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go join(life, branch)
		}
	}()
	// Reachable for ever, or the collector would close what has vanished.
	gone := make(chan net.Conn, 10_000)
	life.Often(func() float64 { return life.Day(6, 90) }, func() {
		branch, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(float64(time.Hour) * (0.3 + 1.2*rand.ExpFloat64())))
		if rand.Float64() < vanished {
			life.Lost("tunnels", 2)
			gone <- branch
			return
		}
		branch.Close()
	})
	return nil
}

func join(life *kit.Life, branch net.Conn) {
	upstream, err := net.Dial("tcp", life.World)
	if err != nil {
		log.Fatal(err)
	}
	go pump(upstream, branch)
	pump(branch, upstream)
}

func pump(to, from net.Conn) {
	io.Copy(to, from)
	to.Close()
}
