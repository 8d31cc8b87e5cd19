package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// watch is compiled into cmd/api, beside its own files. When it is asked, it
// says how many goroutines there are, and how much memory is in use.
const watch = `package main

import (
	"bufio"
	"encoding/json"
	"net"
	"os"
	"runtime"
)

func init() {
	conn, err := net.Dial("tcp", os.Getenv("SOAK_WATCH"))
	if err != nil {
		panic(err)
	}
	go func() {
		for asked := bufio.NewScanner(conn); asked.Scan(); {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			json.NewEncoder(conn).Encode([]uint64{uint64(runtime.NumGoroutine()), m.HeapAlloc, m.Sys})
		}
	}()
}
`

// An api is cmd/api, as a program of its own.
type api struct {
	url     string
	process *exec.Cmd
	dir     string
	conn    net.Conn // to what watches it
	lines   *bufio.Reader
}

// A sample is what it says.
type sample struct {
	goroutines int
	heap, all  int // bytes: what is in use, and what was taken from the system
}

func startAPI(ctx context.Context, issuer string, f fault) (a *api, err error) {
	a = new(api)
	defer func() {
		if err != nil {
			a.stop()
		}
	}()
	if a.dir, err = os.MkdirTemp("", "soak"); err != nil {
		return nil, err
	}
	binary, err := a.build(ctx, f)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer l.Close()

	a.process = exec.CommandContext(ctx, binary, "-addr", "127.0.0.1:0", "-issuer", issuer, "-audience", audience)
	a.process.Env = append(os.Environ(), "SOAK_WATCH="+l.Addr().String())
	a.process.Cancel = func() error { return a.process.Process.Signal(os.Interrupt) }
	stdout, err := a.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := a.process.Start(); err != nil {
		return nil, err
	}
	if a.conn, err = l.Accept(); err != nil {
		return nil, err
	}
	a.lines = bufio.NewReader(a.conn)
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("cmd/api does not start: %w", err)
	}
	a.url = strings.Fields(line)[1]
	return a, nil
}

// build compiles cmd/api, with watch and the fault.
func (a *api) build(ctx context.Context, f fault) (binary string, err error) {
	root, err := moduleRoot(ctx)
	if err != nil {
		return "", err
	}
	overlay, err := a.overlay(root, f)
	if err != nil {
		return "", err
	}
	binary = filepath.Join(a.dir, "api")
	out, err := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", binary, "example.com/glassjwt/cmd/api").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return binary, nil
}

func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// overlay writes what "go build -overlay" wants: watch beside the files of
// cmd/api, and the fault in the place of the file that it changes. The files
// themselves stay as they are.
func (a *api) overlay(root string, f fault) (file string, err error) {
	texts := map[string]string{"cmd/api/soak_watch.go": watch}
	if f.file != "" {
		if texts[f.file], err = f.apply(root); err != nil {
			return "", err
		}
	}
	if f.beside != "" {
		texts[path.Join(path.Dir(f.file), "soak_fault.go")] = f.beside
	}
	replace := map[string]string{}
	for name, text := range texts {
		copied := filepath.Join(a.dir, strings.ReplaceAll(name, "/", "_"))
		replace[filepath.Join(root, filepath.FromSlash(name))] = copied
		if err := os.WriteFile(copied, []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	file = filepath.Join(a.dir, "overlay.json")
	return file, os.WriteFile(file, text, 0o600)
}

func (a *api) sample() (s sample, err error) {
	a.conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprintln(a.conn); err != nil {
		return s, err
	}
	line, err := a.lines.ReadString('\n')
	if err == nil {
		err = json.Unmarshal([]byte(line), &[...]*int{&s.goroutines, &s.heap, &s.all})
	}
	return s, err
}

// rest waits until there are no more goroutines than that, for a while, and
// returns what is the case then.
func (a *api) rest(goroutines int) (s sample, err error) {
	for range 50 {
		if s, err = a.sample(); err != nil || s.goroutines <= goroutines {
			return s, err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return s, nil
}

func (a *api) stop() {
	if a.conn != nil {
		a.conn.Close()
	}
	if a.process != nil && a.process.Process != nil {
		a.process.Process.Signal(os.Interrupt)
		a.process.Wait()
	}
	os.RemoveAll(a.dir)
}
