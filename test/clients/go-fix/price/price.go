// Package price asks a supplier.
package price

import (
	"context"
	"time"
)

// Quote asks the supplier, and waits no longer than its caller does.
func Quote(ctx context.Context) (string, error) {
	answer := make(chan string)
	go func() {
		answer <- askSupplier()
	}()
	select {
	case price := <-answer:
		return price, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func askSupplier() string {
	time.Sleep(50 * time.Millisecond)
	return "12.50"
}
