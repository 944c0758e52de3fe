// A pool of database connections, each with a goroutine that watches it; the largest burst so far decides how many are kept.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
)

func main() { kit.Play(kit.Program{Main: orders}) }

type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) {
	c := &conn{closed: make(chan struct{})}
	go c.watch()
	return c, nil
}
func (connector) Driver() driver.Driver { return nil }

// conn is one whose driver watches for the end of a query's context, as several do.
type conn struct{ closed chan struct{} }

func (c *conn) watch()                            { <-c.closed }
func (c *conn) Close() error                      { close(c.closed); return nil }
func (*conn) Begin() (driver.Tx, error)           { return nil, errors.ErrUnsupported }
func (*conn) Prepare(string) (driver.Stmt, error) { return nil, errors.ErrUnsupported }

func orders(life *kit.Life) http.Handler {
	db := sql.OpenDB(connector{})
	db.SetMaxIdleConns(90)
	db.SetMaxOpenConns(90)
	life.Often(func() float64 { return life.Day(60, 500) * (1 + life.Hours()/160) }, func() {
		held, err := db.Conn(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(4*time.Minute)))
		held.Close()
	})
	return nil
}
