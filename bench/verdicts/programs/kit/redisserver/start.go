// Package redisserver is the Redis that programs talk to.
package redisserver

import (
	"log"

	"example.com/programs/kit"
	"github.com/alicebob/miniredis/v2"
)

// Start is the World of a program whose processes share one server; it returns the address.
func Start(*kit.World) string {
	server := miniredis.NewMiniRedis()
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	return server.Addr()
}
