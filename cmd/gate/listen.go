package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"example.com/glassjwt/cmd/internal/command"
)

// maxConnections is how many connections are served at once. More wait until
// one ends. A proxy that keeps its connections open needs far fewer.
const maxConnections = 4096

// listen opens a TCP address, or "unix:" and the path of a socket.
func listen(addr string) (net.Listener, error) {
	path, ok := strings.CutPrefix(addr, "unix:")
	if !ok {
		return command.Listen(addr)
	}
	if path == "" {
		return nil, command.Misuse("-addr unix: without a path", "such as unix:/run/gate.sock")
	}
	if err := removeStale(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, command.Hint(err, "the directory must exist, and this user must be allowed to write there")
	}
	// The proxy often runs as another user of the same group.
	if err := os.Chmod(path, 0o660); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// removeStale removes a socket that a process left behind when it was killed. A
// socket that answers, or a file of another kind, stays.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSocket == 0:
		return command.Misuse(path+" is there, and is not a socket", "choose another path")
	}
	conn, err := net.DialTimeout("unix", path, time.Second)
	if err == nil {
		conn.Close()
		return command.Hint(errors.New(path+" is in use"), "is another gate running?")
	}
	return os.Remove(path)
}

// addressOf is what a proxy is told: a URL, or unix: and the path.
func addressOf(l net.Listener) string {
	if l.Addr().Network() == "unix" {
		return "unix:" + l.Addr().String()
	}
	return "http://" + l.Addr().String()
}

// limit returns a listener that accepts no connection while n are open.
func limit(l net.Listener, n int) net.Listener {
	return &limited{Listener: l, free: make(chan struct{}, n), closed: make(chan struct{})}
}

type limited struct {
	net.Listener
	free   chan struct{} // a place for each open connection
	once   sync.Once
	closed chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.free <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &counted{Conn: c, done: func() { <-l.free }}, nil
}

func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// A counted connection gives its place back once, however often it is closed.
type counted struct {
	net.Conn
	once sync.Once
	done func()
}

func (c *counted) Close() error {
	err := c.Conn.Close()
	c.once.Do(c.done)
	return err
}
