// Each report opens a database of its own and forgets to close it; what customers ask goes through one pool.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log"
	"net/http"
	"time"

	"example.com/programs/kit"
)

func main() {
	kit.Play(kit.Program{Rate: func(w *kit.World) float64 { return w.Day(30, 160) }, Main: reports})
}

// nothing is a driver whose connections know one ping.
type nothing struct{}

func (nothing) Connect(context.Context) (driver.Conn, error) { return nothing{}, nil }
func (nothing) Driver() driver.Driver                        { return nothing{} }
func (nothing) Open(string) (driver.Conn, error)             { return nothing{}, nil }
func (nothing) Ping(context.Context) error                   { return nil }
func (nothing) Close() error                                 { return nil }
func (nothing) Begin() (driver.Tx, error)                    { return nil, errors.ErrUnsupported }
func (nothing) Prepare(string) (driver.Stmt, error)          { return nil, errors.ErrUnsupported }

func reports(life *kit.Life) http.Handler {
	shared := sql.OpenDB(nothing{})
	life.Often(func() float64 { return 0.8 }, func() {
		own := sql.OpenDB(nothing{})
		if err := own.Ping(); err != nil {
			log.Fatal(err)
		}
		life.Lost("databases", 1)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := shared.Conn(r.Context())
		if err != nil {
			return
		}
		life.Sleep(3 * time.Minute)
		conn.Close()
	})
}
