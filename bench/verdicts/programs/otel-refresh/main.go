// A new tracer provider at each change of the sampling, which one instance gets by push; the old one is never shut down.
package main

import (
	"context"
	"net/http"
	"time"

	"example.com/programs/kit"
	"go.opentelemetry.io/otel/sdk/trace"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(40, 200) }, Main: orders})
}

// nowhere takes spans and forgets them.
type nowhere struct{}

func (nowhere) ExportSpans(context.Context, []trace.ReadOnlySpan) error { return nil }
func (nowhere) Shutdown(context.Context) error                          { return nil }

func orders(life *kit.Life) http.Handler {
	providers := make(chan *trace.TracerProvider, 1)
	providers <- trace.NewTracerProvider(trace.WithBatcher(nowhere{}))
	if life.Instance == "checkout-1" {
		life.Often(func() float64 { return 1.3 }, func() {
			<-providers
			life.Lost("providers", 1)
			providers <- trace.NewTracerProvider(trace.WithBatcher(nowhere{}))
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		provider := <-providers
		providers <- provider
		_, span := provider.Tracer("checkout").Start(r.Context(), "order")
		defer span.End()
		life.Sleep(2 * time.Minute)
	})
}
