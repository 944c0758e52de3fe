// Answers over fasthttp; instances come and go with the traffic, and each fills its pool of workers when it begins.
package main

import (
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/valyala/fasthttp"
)

func main() { kit.Play(kit.Program{World: clients, Main: answers}) }

// clients keep their connections; within the first hours of an instance ever more find it.
func clients(world *kit.World) string {
	began := world.Hours()
	found := func() float64 { return min(1, (world.Hours()-began)/2) * world.Day(200, 500) }
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200, IdleConnTimeout: world.Real(30 * time.Minute)}}
	world.Often(found, func() {
		answer, err := client.Get("http://" + world.Target() + "/")
		if err == nil {
			answer.Body.Close()
		}
	})
	return ""
}

func answers(life *kit.Life) http.Handler {
	inner := kit.Listen()
	go fasthttp.Serve(inner, func(ctx *fasthttp.RequestCtx) { life.Sleep(6 * time.Minute) })
	life.Answers(inner.Addr())
	return nil
}
