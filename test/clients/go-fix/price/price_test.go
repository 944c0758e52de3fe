package price

import (
	"context"
	"os"
	"runtime/pprof"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	dump("before.txt")
	code := m.Run()
	time.Sleep(time.Second) // what ends by itself may end
	dump("after.txt")
	os.Exit(code)
}

func dump(name string) {
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	pprof.Lookup("goroutine").WriteTo(file, 2)
}

func TestCallersWithoutPatience(t *testing.T) {
	for range make([]struct{}, 3) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := Quote(ctx); err == nil {
			t.Error("the supplier was faster than expected")
		}
	}
}
