// Events are retried with growing pauses while the receiver is down: for six hours, and two days later for eleven.
package main

import (
	"errors"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/cenkalti/backoff/v4"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(10, 60) }, Main: events})
}

var errDown = errors.New("503")

func isDown(hours float64) bool { return hours > 20 && hours < 26 || hours > 62 && hours < 73 }

func events(life *kit.Life) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { go deliver(life) })
}

func deliver(life *kit.Life) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = life.Real(time.Minute), life.Real(30*time.Minute)
	pauses.MaxElapsedTime = life.Real(24 * time.Hour)
	backoff.Retry(func() error {
		life.Sleep(time.Minute)
		if isDown(life.Hours()) {
			return errDown
		}
		return nil
	}, pauses)
}
