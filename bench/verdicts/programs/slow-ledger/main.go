// Entries are posted to a ledger, each by its own goroutine. Over a day and a half the ledger becomes ever slower.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(120, 300) }, Main: entries})
}

// slowFrom and mended are hours: an index of the ledger is lost, and built again.
const slowFrom, mended = 20, 58

func entries(life *kit.Life) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { go post(life) })
}

func post(life *kit.Life) {
	takes := 2 * time.Minute
	if hours := life.Hours(); hours > slowFrom && hours < mended {
		takes += time.Duration((hours - slowFrom) * 1.2 * float64(time.Minute))
	}
	life.Sleep(time.Duration(rand.ExpFloat64() * float64(takes)))
}
