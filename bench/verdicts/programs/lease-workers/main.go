// Each process takes over ever more queues from the others after its start, until it has its share; deploys begin anew.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"k8s.io/apimachinery/pkg/util/wait"
)

func main() { kit.Play(kit.Program{Main: work}) }

// share is the queues that a process has in the end.
const share = 45

func work(life *kit.Life) http.Handler {
	stop := make(chan struct{})
	go func() {
		for taken := range share {
			// The fewer queues are left to take, the longer it takes to find one.
			life.Sleep(time.Duration(rand.ExpFloat64() * 90 / float64(share-taken) * float64(time.Hour)))
			go wait.Until(func() { life.Sleep(3 * time.Minute) }, life.Real(15*time.Minute), stop)
		}
	}()
	return nil
}
