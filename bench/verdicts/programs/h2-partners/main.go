// A new transport each time the credentials of a partner change; the old one keeps its HTTP/2 connection.
package main

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"example.com/programs/kit"
)

func main() {
	kit.Play(kit.Program{
		World: partner,
		Rate:  func(w *kit.World) float64 { return w.Day(10, 120) },
		Main:  offers,
	})
}

func partner(*kit.World) string {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "{}") }))
	server.EnableHTTP2 = true
	server.StartTLS()
	return server.URL
}

func offers(life *kit.Life) http.Handler {
	var client atomic.Pointer[http.Client]
	renew := func() {
		client.Store(&http.Client{Transport: &http.Transport{
			ForceAttemptHTTP2: true,
			TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		}})
	}
	ask := func() {
		answer, err := client.Load().Get(life.World)
		if err != nil {
			log.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	renew()
	ask()
	life.Often(func() float64 { return 0.9 }, func() {
		life.Lost("transports", 1)
		renew()
		ask()
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ask()
		life.Sleep(2 * time.Minute)
	})
}
