// Package kit plays a program in compressed time and records its goroutines, as test/fixtures describes them.
//
// A program is one process that is recorded, and beside it the world in a process of its own: the servers that it
// talks to and the clients that ask it, so that no goroutine of theirs stands in its profiles.
package kit

import (
	"log"
	"net/http"
	"os"
)

// Program is what is played.
type Program struct {
	// World starts servers and returns their address. Nil: the program talks to nobody.
	World func(*World) string
	// Rate is requests an hour of the case that clients send over HTTP. Nil: none.
	Rate func(*World) float64
	// Main starts what is recorded and returns at once. It answers the requests with what it returns.
	Main func(*Life) http.Handler
}

// Play never returns: it is the whole of a program's main.
func Play(p Program) {
	log.SetFlags(0)
	set := settingsOf(os.Getenv)
	if set.isWorld {
		playWorld(p, set)
	}
	playLife(p, set)
}
