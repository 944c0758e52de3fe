// Pushes profiles as Alloy does, one series each, and says as JSON what the client was told.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net/http"
	"os"

	"connectrpc.com/connect"
	pushv1 "github.com/grafana/pyroscope/api/gen/proto/go/push/v1"
	"github.com/grafana/pyroscope/api/gen/proto/go/push/v1/pushv1connect"
	typesv1 "github.com/grafana/pyroscope/api/gen/proto/go/types/v1"
)

type told struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Reason  string `json:"reason"`
}

func main() {
	asJSON := flag.Bool("json", false, "send JSON instead of proto")
	asGzip := flag.Bool("gzip", false, "compress the message")
	service := flag.String("service", "checkout", "label service_name")
	flag.Parse()

	var options []connect.ClientOption
	if *asJSON {
		options = append(options, connect.WithProtoJSON())
	}
	if *asGzip {
		options = append(options, connect.WithSendGzip())
	}
	client := pushv1connect.NewPusherServiceClient(http.DefaultClient, os.Getenv("TIDEMARK_URL"), options...)

	message := &pushv1.PushRequest{}
	for _, file := range flag.Args() {
		profile, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		message.Series = append(message.Series, &pushv1.RawProfileSeries{
			Labels: []*typesv1.LabelPair{
				{Name: "__name__", Value: "goroutine"},
				{Name: "service_name", Value: *service},
				{Name: "instance", Value: "pod-1"},
				{Name: "job", Value: "pods"},
			},
			Samples: []*pushv1.RawSample{{RawProfile: profile}},
		})
	}
	request := connect.NewRequest(message)
	request.Header().Set("Authorization", "Bearer "+os.Getenv("TIDEMARK_TOKEN"))

	answer := told{Code: "ok"}
	response, err := client.Push(context.Background(), request)
	var refusal *connect.Error
	switch {
	case err == nil:
		answer.Reason = response.Header().Get("X-Tidemark-Reason")
	case errors.As(err, &refusal):
		answer = told{refusal.Code().String(), refusal.Message(), refusal.Meta().Get("X-Tidemark-Reason")}
	default:
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		log.Fatal(err)
	}
}
