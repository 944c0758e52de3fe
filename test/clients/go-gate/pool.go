// Package shop has a worker that nobody stops.
package shop

type Pool struct{ jobs chan func() }

// New starts the worker of a pool.
func New() *Pool {
	p := &Pool{jobs: make(chan func())}
	go p.run()
	return p
}

func (p *Pool) run() {
	for job := range p.jobs {
		job()
	}
}

// Close ends the worker.
func (p *Pool) Close() { close(p.jobs) }
