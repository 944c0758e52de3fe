// Each probe of a site dials it over QUIC; probes that fail half way leave their connection, which keeps itself alive.
package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"log"
	"math/big"
	mathrand "math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	"github.com/quic-go/quic-go"
)

func main() { kit.Play(kit.Program{World: site, Main: probes}) }

const protocol = "probe"

func site(*kit.World) string {
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, public, key)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := quic.ListenAddr("127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{certificate}, PrivateKey: key}},
		NextProtos:   []string{protocol},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for {
			if _, err := listener.Accept(context.Background()); err != nil {
				log.Fatal(err)
			}
		}
	}()
	return listener.Addr().String()
}

func probes(life *kit.Life) http.Handler {
	secure := &tls.Config{InsecureSkipVerify: true, NextProtos: []string{protocol}}
	life.Often(func() float64 { return 12 }, func() {
		conn, err := quic.DialAddr(context.Background(), life.World, secure, &quic.Config{KeepAlivePeriod: 10 * time.Second})
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(mathrand.ExpFloat64() * float64(5*time.Minute)))
		if mathrand.Float64() < 0.05 {
			life.Lost("connections", perConnection)
			return
		}
		conn.CloseWithError(0, "")
	})
	return nil
}

// perConnection is the goroutines of a connection that DialAddr has made, with those of its transport.
const perConnection = 4
