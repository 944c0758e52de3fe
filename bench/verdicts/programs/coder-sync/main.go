// A WebSocket for each sync with a partner; an answer that is no JSON ends the sync without closing it.
package main

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/coder/websocket"
)

func main() { kit.Play(kit.Program{World: partner, Main: syncs}) }

func partner(*kit.World) string {
	listener := kit.Listen()
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		for {
			kind, text, err := conn.Read(context.Background())
			if err != nil || conn.Write(context.Background(), kind, text) != nil {
				return
			}
		}
	}))
	return "ws://" + listener.Addr().String()
}

func syncs(life *kit.Life) http.Handler {
	ctx := context.Background()
	held := make(chan *websocket.Conn, 10_000)
	life.Often(func() float64 { return life.Day(20, 60) }, func() {
		conn, _, err := websocket.Dial(ctx, life.World, nil)
		if err != nil {
			log.Fatal(err)
		}
		defer conn.CloseNow()
		for range 3 {
			if conn.Write(ctx, websocket.MessageText, []byte("{}")) != nil {
				return
			}
			if _, _, err := conn.Read(ctx); err != nil {
				return
			}
			life.Sleep(4 * time.Minute)
		}
	})
	life.Often(func() float64 { return 4 }, func() {
		conn, _, err := websocket.Dial(ctx, life.World, nil)
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(rand.IntN(10)) * time.Minute)
		life.Lost("websockets", 1)
		held <- conn
	})
	return nil
}
