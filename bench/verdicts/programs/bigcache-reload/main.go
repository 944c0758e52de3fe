// Settings are read anew now and then, each time with a new cache beside them; instances live for some hours.
package main

import (
	"context"
	"log"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/allegro/bigcache/v3"
)

func main() { kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(4, 40) }, Main: settings}) }

func settings(life *kit.Life) http.Handler {
	isFirst := true
	reload := func() {
		config := bigcache.DefaultConfig(time.Hour)
		config.Shards, config.MaxEntriesInWindow, config.MaxEntrySize = 4, 4, 16
		config.CleanWindow = time.Second
		config.HardMaxCacheSize = 1
		if _, err := bigcache.New(context.Background(), config); err != nil {
			log.Fatal(err)
		}
		if !isFirst {
			life.Lost("caches", 1)
		}
		isFirst = false
	}
	reload()
	go func() {
		for {
			life.Sleep(22 * time.Minute)
			reload()
		}
	}()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(time.Minute) })
}
