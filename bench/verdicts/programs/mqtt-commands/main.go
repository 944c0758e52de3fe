// Commands go to devices over MQTT, with a client each. Since version 2 a command that gets no answer keeps its client.
package main

import (
	"fmt"
	"log"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"example.com/programs/kit"
	paho "github.com/eclipse/paho.mqtt.golang"
	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
)

func main() {
	kit.Play(kit.Program{World: broker, Rate: func(w *kit.World) float64 { return w.Day(50, 400) }, Main: commands})
}

func broker(*kit.World) string {
	server := mochi.New(&mochi.Options{Logger: slog.New(slog.DiscardHandler)})
	listener := listeners.NewTCP(listeners.Config{ID: "tcp", Address: "127.0.0.1:0"})
	if err := server.AddHook(new(auth.AllowHook), nil); err != nil {
		log.Fatal(err)
	}
	if err := server.AddListener(listener); err != nil {
		log.Fatal(err)
	}
	if err := server.Serve(); err != nil {
		log.Fatal(err)
	}
	return listener.Address()
}

// perClient is the goroutines of a connected client.
const perClient = 10

func commands(life *kit.Life) http.Handler {
	isNew := strings.HasPrefix(life.Version, "2.")
	life.Often(func() float64 { return life.Day(4, 16) }, func() {
		options := paho.NewClientOptions().AddBroker("tcp://" + life.World).SetClientID(fmt.Sprint(rand.Uint64()))
		client := paho.NewClient(options)
		if token := client.Connect(); token.Wait() && token.Error() != nil {
			log.Fatal(token.Error())
		}
		client.Publish("device/command", 1, false, "reboot").Wait()
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(10*time.Minute)))
		if isNew && rand.Float64() < 0.05 {
			life.Lost("clients", perClient)
			return
		}
		client.Disconnect(0)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { life.Sleep(time.Minute) })
}
