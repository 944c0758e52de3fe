package shop

import (
	"os"
	"runtime/pprof"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	dump("before.txt")
	code := m.Run()
	time.Sleep(100 * time.Millisecond) // what ends by itself may end
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
