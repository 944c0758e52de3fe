// Leaks goroutines, sends every profile that pyroscope-go has, and says what became of each upload.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime/pprof"
	"time"

	"github.com/grafana/pyroscope-go"
)

const leaks = 7

// A channel that nobody else can reach: the runtime knows that its receiver waits for ever.
func leak() {
	<-make(chan struct{})
}

type telling struct{}

func (telling) Do(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultClient.Do(request)
	if err == nil {
		fmt.Println("upload", response.StatusCode, response.Header.Get("X-Tidemark-Reason"))
	}
	return response, err
}

func main() {
	for range leaks {
		go leak()
	}
	fmt.Println("goroutineleak", pprof.Lookup("goroutineleak") != nil)
	profiler, err := pyroscope.Start(pyroscope.Config{
		ApplicationName:   "leaky",
		ServerAddress:     os.Getenv("TIDEMARK_URL"),
		BasicAuthUser:     "any",
		BasicAuthPassword: os.Getenv("TIDEMARK_TOKEN"),
		ProfileTypes: append(
			[]pyroscope.ProfileType{pyroscope.ProfileGoroutines, pyroscope.ProfileGoroutineLeak},
			pyroscope.DefaultProfileTypes...,
		),
		UploadRate: 200 * time.Millisecond,
		Tags:       map[string]string{"instance": "pod-1", "zone": "eu-1"},
		HTTPClient: telling{},
		Logger:     pyroscope.StandardLogger,
	})
	if err != nil {
		log.Fatal(err)
	}
	time.Sleep(time.Second)
	// Returns only where CPU is profiled too (v1.4.3).
	profiler.Flush(true)
	if err := profiler.Stop(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("end")
}
