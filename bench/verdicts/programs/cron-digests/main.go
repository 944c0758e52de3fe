// Digests are sent by a schedule; in office hours the printer of a partner often never answers, and the client has no time limit.
package main

import (
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/robfig/cron/v3"
)

func main() { kit.Play(kit.Program{World: printer, Main: digests}) }

// printer answers at once, or never.
func printer(*kit.World) string {
	listener := kit.Listen()
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/never" {
			select {}
		}
	}))
	return "http://" + listener.Addr().String()
}

// perRequest is the goroutines of a request that hangs: who asks, and two of its connection.
const perRequest = 3

func digests(life *kit.Life) http.Handler {
	schedule := cron.New()
	// The least interval of the library is a second, which is 24 minutes of the case.
	schedule.Schedule(cron.Every(time.Second), cron.FuncJob(func() {
		path := "/"
		if life.IsOffice() && rand.Float64() < 0.5 {
			path = "/never"
			life.Lost("requests", perRequest)
		}
		answer, err := http.Get(life.World + path)
		if err != nil {
			log.Fatal(err)
		}
		answer.Body.Close()
	}))
	schedule.Start()
	return nil
}
