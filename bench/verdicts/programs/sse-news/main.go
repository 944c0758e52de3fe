// Readers follow the news as server-sent events, for hours; each has a goroutine that renders for it, and ends with it.
package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
)

func main() { kit.Play(kit.Program{World: readers, Main: news}) }

// readers become a quarter more from day to day.
func readers(world *kit.World) string {
	world.Often(func() float64 { return world.Day(2, 26) * (1 + world.Hours()/96) }, func() {
		stay := time.Duration(rand.ExpFloat64() * float64(3*time.Hour))
		ctx, cancel := context.WithTimeout(context.Background(), world.Real(stay))
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+world.Target()+"/", nil)
		if err != nil {
			return
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			return
		}
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		}
	})
	return ""
}

// render makes the news of one reader until it leaves.
func render(ctx context.Context, life *kit.Life, rendered chan<- string) {
	defer close(rendered)
	for life.SleepIn(ctx, 15*time.Minute) {
		select {
		case rendered <- "news":
		case <-ctx.Done():
			return
		}
	}
}

func news(life *kit.Life) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		rendered := make(chan string)
		go render(r.Context(), life, rendered)
		for text := range rendered {
			fmt.Fprintf(w, "data: %s\n\n", text)
			w.(http.Flusher).Flush()
		}
	})
}
