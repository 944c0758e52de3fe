// Webhooks are retried with growing pauses, without a limit: some addresses never answer again.
package main

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/cenkalti/backoff/v4"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(30, 400) }, Main: webhooks})
}

var errDown = errors.New("503")

func webhooks(life *kit.Life) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { go deliver(life) })
}

// goneShare is the share of the webhooks whose address is gone for good, downShare of those that answer after hours.
const goneShare, downShare = 0.01, 0.3

func deliver(life *kit.Life) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = life.Real(time.Minute), life.Real(20*time.Minute)
	pauses.MaxElapsedTime = 0
	up := life.Now()
	switch draw := rand.Float64(); {
	case draw < goneShare:
		life.Lost("deliveries", 1)
		up = up.AddDate(1, 0, 0)
	case draw < goneShare+downShare:
		up = up.Add(time.Duration(rand.ExpFloat64() * float64(90*time.Minute)))
	}
	backoff.Retry(func() error {
		if life.Now().Before(up) {
			return errDown
		}
		return nil
	}, pauses)
}
