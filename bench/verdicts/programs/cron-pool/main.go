// A job that runs every hour for a quarter of one: it opens connections as it finds work, and ends.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/jackc/puddle/v2"
)

func main() { kit.Play(kit.Program{World: store, Main: job}) }

func store(*kit.World) string {
	listener := kit.Listen()
	go func() {
		for {
			if _, err := listener.Accept(); err != nil {
				log.Fatal(err)
			}
		}
	}()
	return listener.Addr().String()
}

type conn struct{ net.Conn }

// listen waits for notices of the store until the connection is closed.
func (c conn) listen() {
	var notice [1]byte
	c.Read(notice[:])
}

func job(life *kit.Life) http.Handler {
	pool, err := puddle.NewPool(&puddle.Config[conn]{
		MaxSize:    60,
		Destructor: func(c conn) { c.Close() },
		Constructor: func(context.Context) (conn, error) {
			dialled, err := net.Dial("tcp", life.World)
			if err == nil {
				go conn{dialled}.listen()
			}
			return conn{dialled}, err
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	began := life.Hours()
	life.Often(func() float64 { return 900 + 20_000*(life.Hours()-began) }, func() {
		held, err := pool.Acquire(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(30*time.Second)))
		held.Release()
	})
	return nil
}
