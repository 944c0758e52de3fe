// A pool of workers for each map that is drawn; a map that is cancelled leaves its pool unreleased.
package main

import (
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/panjf2000/ants/v2"
)

func main() { kit.Play(kit.Program{Main: maps}) }

// perPool is the goroutines of a pool at rest: one ends workers that idle, one keeps the time.
const perPool = 2

func maps(life *kit.Life) http.Handler {
	life.Often(func() float64 { return life.Day(15, 40) }, func() {
		pool, err := ants.NewPool(8)
		if err != nil {
			log.Fatal(err)
		}
		for range 6 {
			if err := pool.Submit(func() { life.Sleep(4 * time.Minute) }); err != nil {
				log.Fatal(err)
			}
		}
		life.Sleep(10 * time.Minute)
		if rand.Float64() < 0.08 {
			life.Lost("pools", perPool)
			return
		}
		pool.Release()
	})
	return nil
}
