// What is ordered is delivered 20 to 30 hours later; until then it waits.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/sourcegraph/conc"
)

func main() { kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(6, 40) }, Main: deliveries}) }

func deliveries(life *kit.Life) http.Handler {
	var group conc.WaitGroup
	life.Often(func() float64 { return 2.2 }, func() {
		group.Go(func() { deliver(life) })
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(time.Minute) })
}

func deliver(life *kit.Life) {
	timer := time.NewTimer(life.Real(time.Duration((20 + 10*rand.Float64()) * float64(time.Hour))))
	<-timer.C
}
