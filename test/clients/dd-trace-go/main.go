// Leaks goroutines, sends every profile that dd-trace-go has, and says what became of each upload.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime/pprof"
	"time"

	"github.com/DataDog/dd-trace-go/v2/profiler"
)

const leaks = 7

// A channel that nobody else can reach: the runtime knows that its receiver waits for ever.
func leak() {
	<-make(chan struct{})
}

type telling struct{}

func (telling) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		fmt.Println("upload", response.StatusCode, response.Header.Get("X-Tidemark-Reason"))
	}
	return response, err
}

// The address and the key come from DD_TRACE_AGENT_URL and DD_API_KEY, as the guide says.
func main() {
	for range leaks {
		go leak()
	}
	fmt.Println("goroutineleak", pprof.Lookup("goroutineleak") != nil)
	os.Setenv("DD_PROFILING_FLUSH_ON_EXIT", "true")
	os.Setenv("DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false")
	err := profiler.Start(
		profiler.WithService("leaky"),
		profiler.WithEnv("prod"),
		profiler.WithVersion("v1.4.2"),
		profiler.WithHostname("pod-1"),
		profiler.WithTags("zone:eu-1"),
		profiler.WithPeriod(time.Second),
		profiler.CPUDuration(time.Second),
		profiler.WithHTTPClient(&http.Client{Transport: telling{}}),
		profiler.WithProfileTypes(
			profiler.CPUProfile, profiler.HeapProfile, profiler.BlockProfile, profiler.MutexProfile,
			profiler.GoroutineProfile, profiler.GoroutineLeakProfile,
		),
	)
	if err != nil {
		log.Fatal(err)
	}
	time.Sleep(1500 * time.Millisecond)
	profiler.Stop()
	fmt.Println("end")
}
