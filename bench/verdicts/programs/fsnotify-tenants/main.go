// Each tenant's configuration is watched while the tenant is open; one that cannot be read leaves its watcher behind.
package main

import (
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"time"

	"example.com/programs/kit"
	"github.com/fsnotify/fsnotify"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(100, 900) }, Main: tenants})
}

// brokenSince is the hour at which a tool begins to write files that cannot be read.
const brokenSince = 52

func tenants(life *kit.Life) http.Handler {
	folder, err := os.MkdirTemp("", "tenants")
	if err != nil {
		log.Fatal(err)
	}
	life.Often(func() float64 { return 9 }, func() { open(life, folder) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(90 * time.Second) })
}

func open(life *kit.Life, folder string) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		log.Fatal(err)
	}
	if err := watcher.Add(folder); err != nil {
		log.Fatal(err)
	}
	if life.Hours() > brokenSince && rand.Float64() < 0.1 {
		life.Lost("watchers", 1)
		return
	}
	life.Sleep(time.Duration(rand.ExpFloat64() * float64(50*time.Minute)))
	watcher.Close()
}
