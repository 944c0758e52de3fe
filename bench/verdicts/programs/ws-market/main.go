// Prices are sent to traders over WebSocket; every day there are more of them.
package main

import (
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/gorilla/websocket"
)

func main() { kit.Play(kit.Program{World: traders, Main: market}) }

func traders(world *kit.World) string {
	perHour := func() float64 { return math.Pow(1.4, world.Hours()/24) * world.Day(2, 36) }
	world.Often(perHour, func() {
		conn, _, err := websocket.DefaultDialer.Dial("ws://"+world.Target(), nil)
		if err != nil {
			return
		}
		defer conn.Close()
		leaves := world.Now().Add(time.Duration(float64(time.Hour) * (1 + 2*rand.ExpFloat64())))
		conn.SetReadDeadline(time.Now().Add(world.Real(leaves.Sub(world.Now()))))
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	})
	return ""
}

func market(life *kit.Life) http.Handler {
	upgrader := websocket.Upgrader{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		done := make(chan struct{})
		go quotes(life, conn, done)
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				break
			}
		}
		close(done)
		conn.Close()
	})
}

// quotes sends a price every five minutes until the trader is gone.
func quotes(life *kit.Life, conn *websocket.Conn, done <-chan struct{}) {
	ticker := time.NewTicker(life.Real(5 * time.Minute))
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			conn.WriteMessage(websocket.TextMessage, []byte("17.3"))
		}
	}
}
