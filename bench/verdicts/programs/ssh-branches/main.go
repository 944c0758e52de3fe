// Commands run on the machines of branches over SSH; where a command cannot begin, its client is left open.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"log"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"time"

	"example.com/programs/kit"
	"golang.org/x/crypto/ssh"
)

func main() { kit.Play(kit.Program{World: branch, Main: commands}) }

func branch(*kit.World) string {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		log.Fatal(err)
	}
	config := &ssh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(signer)
	listener := kit.Listen()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go answer(conn, config)
		}
	}()
	return listener.Addr().String()
}

func answer(conn net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for channel := range channels {
		channel.Reject(ssh.Prohibited, "no sessions here")
	}
}

// perClient is the goroutines of an open client.
const perClient = 6

func commands(life *kit.Life) http.Handler {
	// Reachable for ever, as in a table of branches.
	open := make(chan *ssh.Client, 10_000)
	life.Often(func() float64 { return life.Day(3, 24) }, func() {
		client, err := ssh.Dial("tcp", life.World, &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()})
		if err != nil {
			log.Fatal(err)
		}
		life.Sleep(time.Duration(mathrand.ExpFloat64() * float64(25*time.Minute)))
		if mathrand.Float64() < 0.04 {
			life.Lost("clients", perClient)
			open <- client
			return
		}
		client.Close()
	})
	return nil
}
