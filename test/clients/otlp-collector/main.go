// Sends its own goroutines as the OpenTelemetry Collector does: shaped like those of the pprofreceiver, by the exporter itself.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"time"

	"github.com/google/pprof/profile"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configcompression"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/exporter/otlphttpexporter"
	"go.opentelemetry.io/collector/exporter/xexporter"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.uber.org/zap"
)

const leaks = 7

// A channel that nobody else can reach: the runtime knows that its receiver waits for ever.
func leak() {
	<-make(chan struct{})
}

func main() {
	encoding := flag.String("encoding", "proto", "proto or json")
	compression := flag.String("compression", "gzip", "gzip, zstd or none")
	kinds := flag.String("kinds", "goroutine", "names of profiles of runtime/pprof, each sent as a profile of one message")
	service := flag.String("service", "checkout", "service.name; empty: none, as the pprofreceiver sends it")
	flag.Parse()
	for range leaks {
		pprof.Do(context.Background(), pprof.Labels("tenant", "acme"), func(context.Context) { go leak() })
	}
	time.Sleep(50 * time.Millisecond)

	// One attempt and no queue: the tests ask what it says of an answer.
	factory := otlphttpexporter.NewFactory().(xexporter.Factory)
	config := factory.CreateDefaultConfig().(*otlphttpexporter.Config)
	config.ClientConfig.Endpoint = os.Getenv("TIDEMARK_URL")
	config.ClientConfig.Compression = configcompression.Type(*compression)
	if token := os.Getenv("TIDEMARK_TOKEN"); token != "" {
		config.ClientConfig.Headers.Set("Authorization", configopaque.String("Bearer "+token))
	}
	config.Encoding = otlphttpexporter.EncodingType(*encoding)
	config.RetryConfig.Enabled = false
	config.QueueConfig = configoptional.None[exporterhelper.QueueBatchConfig]()
	settings := exportertest.NewNopSettings(factory.Type())
	logs := zap.NewDevelopmentConfig()
	logs.OutputPaths = []string{"stdout"}
	logs.DisableStacktrace = true
	settings.Logger = zap.Must(logs.Build())
	ctx := context.Background()
	exporter, err := factory.CreateProfiles(ctx, settings, config)
	if err != nil {
		log.Fatal(err)
	}
	if err := exporter.Start(ctx, componenttest.NewNopHost()); err != nil {
		log.Fatal(err)
	}

	message := pprofile.NewProfiles()
	tables := newTables(message.Dictionary())
	resource := message.ResourceProfiles().AppendEmpty()
	attributes := resource.Resource().Attributes()
	if *service != "" {
		attributes.PutStr("service.name", *service)
	}
	attributes.PutStr("service.namespace", "shop")
	attributes.PutStr("service.version", "v1.4.2")
	attributes.PutStr("k8s.pod.name", "checkout-7d9f-x2x")
	attributes.PutStr("deployment.environment.name", "prod")
	attributes.PutInt("process.pid", 7)
	attributes.PutEmptySlice("process.command_args").AppendEmpty().SetStr("checkout")
	scope := resource.ScopeProfiles().AppendEmpty()
	for _, kind := range split(*kinds) {
		tables.add(scope.Profiles(), taken(kind))
	}
	if err := exporter.ConsumeProfiles(ctx, message); err != nil {
		fmt.Println("refused", err)
	} else {
		fmt.Println("sent")
	}
	_ = exporter.Shutdown(ctx)
}

// taken is a profile of this program, as the pprofreceiver fetches it.
func taken(kind string) *profile.Profile {
	found := pprof.Lookup(kind)
	if found == nil {
		log.Fatal("no profile ", kind)
	}
	var bytes bytes.Buffer
	if err := found.WriteTo(&bytes, 0); err != nil {
		log.Fatal(err)
	}
	read, err := profile.Parse(&bytes)
	if err != nil {
		log.Fatal(err)
	}
	return read
}
