package kit

import (
	"bufio"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Life is the recorded process.
type Life struct {
	Clock
	Instance, Version string
	// World is the address that the servers of the world returned.
	World string

	mu    sync.Mutex
	lost  map[string]*loss
	world io.Writer
}

// Lost counts goroutines that have just been lost for good. name is that of the leak in plan.ts.
func (l *Life) Lost(name string, goroutines int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one, ok := l.lost[name]
	if !ok {
		one = &loss{Since: l.Now()}
		l.lost[name] = one
	}
	one.Goroutines += goroutines
}

// Often starts do in goroutines of its own, at random times, so many an hour of the case as perHour says just then.
func (l *Life) Often(perHour func() float64, do func()) {
	go arrivals(l.Clock, perHour, func() { go do() })
}

// seldom is the rate below which arrivals are drawn each minute: the rate may be another before the next one is due.
const seldom = 6

// arrivals never ends.
func arrivals(clock Clock, perHour func() float64, arrive func()) {
	for {
		rate := perHour()
		if rate >= seldom {
			clock.Sleep(time.Duration(rand.ExpFloat64() / rate * float64(time.Hour)))
			arrive()
			continue
		}
		clock.Sleep(time.Minute)
		if rand.Float64() < rate/60 {
			arrive()
		}
	}
}

func playLife(p Program, set settings) {
	life := &Life{Clock: set.clock, Instance: set.instance, Version: set.version, lost: map[string]*loss{}}
	started := life.Now()
	if p.World != nil || p.Rate != nil {
		life.beginWorld()
	}
	if handler := p.Main(life); handler != nil {
		life.serve(handler)
	}
	record(life, set, started)
	os.Exit(0)
}

// beginWorld starts this program again as its world, which ends with us: its standard input closes.
func (l *Life) beginWorld() {
	world := exec.Command(os.Args[0])
	world.Env = append(os.Environ(), worldVariable+"=1")
	world.Stderr = os.Stderr
	in, err := world.StdinPipe()
	check(err)
	out, err := world.StdoutPipe()
	check(err)
	check(world.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	check(err)
	l.World, l.world = strings.TrimSpace(line), in
}

// serve answers on loopback, and tells the world where.
func (l *Life) serve(handler http.Handler) {
	listener := Listen()
	go http.Serve(listener, handler)
	if l.world != nil {
		l.Answers(listener.Addr())
	}
}

// Answers tells the world where a server answers that the program has started by itself.
func (l *Life) Answers(at net.Addr) {
	_, err := io.WriteString(l.world, at.String()+"\n")
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
