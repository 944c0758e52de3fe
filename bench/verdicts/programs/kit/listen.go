package kit

import "net"

// Listen returns a listener on a free port of the loopback interface.
func Listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	return listener
}
