// A customer that changes its plan gets a scheduler anew, in office hours; the former one goes on.
package main

import (
	"log"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/go-co-op/gocron/v2"
)

func main() { kit.Play(kit.Program{Main: plans}) }

func plans(life *kit.Life) http.Handler {
	start := func() {
		scheduler, err := gocron.NewScheduler()
		if err != nil {
			log.Fatal(err)
		}
		if _, err := scheduler.NewJob(gocron.DurationJob(20*time.Second), gocron.NewTask(func() {})); err != nil {
			log.Fatal(err)
		}
		scheduler.Start()
	}
	for range 20 {
		start()
	}
	life.Often(func() float64 {
		if life.IsOffice() {
			return 1.6
		}
		return 0
	}, func() {
		start()
		life.Lost("schedulers", 1)
	})
	return nil
}
