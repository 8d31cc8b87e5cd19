package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"example.com/glassjwt/walkthrough/internal/book"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// runBook serves the book at an address, or writes it into a directory.
func runBook(how, where string, stdout, stderr io.Writer) int {
	if err := lesson.CheckModule(); err != nil {
		return refuse(err, stderr)
	}
	b, err := readBook()
	if err == nil && how == "o" {
		err = writeBook(b, where, stdout)
	} else if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		err = serveBook(ctx, b, where, stdout)
	}
	if err != nil {
		return refuse(err, stderr)
	}
	return 0
}

func readBook() (*book.Book, error) {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return nil, err
	}
	return book.New(strings.TrimSpace(string(module)))
}

// writeBook writes the book as plain files, for any web server or for none.
func writeBook(b *book.Book, dir string, stdout io.Writer) error {
	files, err := b.Files()
	if err != nil {
		return err
	}
	size := 0
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o666); err != nil {
			return err
		}
		size += len(text)
	}
	fmt.Fprintf(stdout, "%d files, %d kB; begin with %s\n", len(files), size/1000, filepath.Join(dir, "index.html"))
	return nil
}

// serveBook serves the book until the context is done. It is for the person at
// this machine.
func serveBook(ctx context.Context, b *book.Book, address string, stdout io.Writer) error {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return err
	}
	if !resolved.IP.IsLoopback() {
		return fmt.Errorf("%s is not a loopback address; use 127.0.0.1 or [::1]", address)
	}
	handler, err := b.Handler()
	if err != nil {
		return err
	}
	l, err := net.ListenTCP("tcp", resolved)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "walkthrough http://%s/ ready\n", l.Addr())
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
