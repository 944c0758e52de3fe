// Long polls of tenants; each carries the label of its tenant, so a profile has one sample for each.
package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"runtime/pprof"
	"time"

	"example.com/programs/kit"
)

func main() { kit.Play(kit.Program{Main: polls}) }

// tenants that have moved in by now: half of 240 within 30 hours.
func tenants(hours float64) int { return 5 + int(240*(1-math.Exp2(-hours/30))) }

func polls(life *kit.Life) http.Handler {
	life.Often(func() float64 { return 3 * float64(tenants(life.Hours())) * life.Day(0.6, 1.4) }, func() {
		tenant := fmt.Sprintf("tenant-%d", rand.IntN(tenants(life.Hours())))
		pprof.Do(context.Background(), pprof.Labels("tenant", tenant), func(context.Context) { wait(life) })
	})
	return nil
}

func wait(life *kit.Life) {
	news := make(chan struct{})
	select {
	case <-news:
	case <-time.After(life.Real(time.Duration(rand.ExpFloat64() * float64(25*time.Minute)))):
	}
}
