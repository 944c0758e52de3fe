// A chat: each member has a reader and a writer. The writer of a member that was kicked is never told to end.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/gorilla/websocket"
)

func main() { kit.Play(kit.Program{World: members, Main: rooms}) }

// members come by day, talk now and then, and leave.
func members(world *kit.World) string {
	world.Often(func() float64 { return world.Day(10, 240) }, func() {
		conn, _, err := websocket.DefaultDialer.Dial("ws://"+world.Target(), nil)
		if err != nil {
			return
		}
		defer conn.Close()
		stays := world.Now().Add(time.Duration(float64(time.Hour) * (0.2 + rand.ExpFloat64())))
		for world.Now().Before(stays) {
			if conn.WriteMessage(websocket.TextMessage, []byte("hello")) != nil {
				return
			}
			world.Sleep(10 * time.Minute)
		}
	})
	return ""
}

// kickedShare is the share of the members that a moderator kicks.
const kickedShare = 0.008

type member struct {
	conn *websocket.Conn
	send chan []byte
}

func (m *member) write() {
	for text := range m.send {
		if m.conn.WriteMessage(websocket.TextMessage, text) != nil {
			return
		}
	}
}

func (m *member) read() {
	for {
		if _, _, err := m.conn.ReadMessage(); err != nil {
			return
		}
	}
}

func rooms(life *kit.Life) http.Handler {
	upgrader := websocket.Upgrader{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		one := &member{conn: conn, send: make(chan []byte, 8)}
		go one.write()
		one.read()
		conn.Close()
		if rand.Float64() < kickedShare {
			life.Lost("writers", 1)
			return
		}
		close(one.send)
	})
}
