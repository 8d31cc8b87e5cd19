// Soak keeps cmd/api under load while everything happens to its issuer that
// does happen, and holds it to its promises.
//
//	go run ./testdata/soak [-for 60s] [-connections 32] [flags]
//
// It starts an issuer on the loopback interface, and cmd/api as a program of
// its own, with no flags but -issuer and -audience. Requests come over so many
// connections, one after the other on each. The issuer cannot be reached at
// first; it publishes a new key every few seconds, uses it after a while, and
// withdraws it some time after that; and it is down for a while in the middle.
//
// Of the requests,
//
//   - -hostile percent bring an attack: most are signed with the key that the
//     issuer uses at that moment, so that one question alone can refuse them;
//   - -invented percent name a key that does not exist;
//   - -eager percent are signed with a key the moment it is published;
//   - -withdrawn percent are signed with a key that was withdrawn longer than
//     -lead ago;
//   - all others are honest: their key has been published for at least -lead,
//     and is in use, or retired and still published.
//
// The promises:
//
//   - An honest token is answered with 200, or with 503 as long as the API has
//     never had a key. The lead that this needs is twice the Cooldown of
//     oidc.Keys, in the worst case: strangers have spent all fetches, and the
//     next fetch falls into the outage.
//   - Each caller is served as the subject of its own token.
//   - A hostile, invented or withdrawn token is answered with 400, 401 or 503.
//     Under this load a withdrawn key is forgotten soon, since the invented
//     keys cause a fetch once per Cooldown.
//   - An eager token is answered with 200, or refused for no longer than that
//     lead.
//   - Each request is answered.
//   - The key set is fetched no more often than oidc says: four times at once,
//     and then once per Cooldown.
//   - When the load is over there are as many goroutines as before, but for
//     the two of a connection to the issuer, and no more memory is in use than
//     after the first third.
//
// It prints figures. If a promise is broken it says which, and exits with 1.
//
// # Can it fail?
//
//	go run ./testdata/soak -break list
//	go run ./testdata/soak -break NAME
//	go run ./testdata/soak -break all
//
// A soak that cannot fail proves nothing. -break builds cmd/api with one fault
// in a copy of one source file (the files themselves stay as they are), runs
// the soak against it, and exits with 0 only if the promise that the fault is about
// was seen to be broken. broken.go has the faults.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

// The Cooldown and the burst of an oidc.Keys whose fields are not set.
const (
	cooldown = 15 * time.Second
	burst    = 4
)

type config struct {
	length, cold, rotate, lead, outage time.Duration
	connections                        int
	hostile, invented, eager           int // percent
	withdrawn                          int // percent
}

func main() {
	c := config{}
	flag.DurationVar(&c.length, "for", time.Minute, "how long the load goes on")
	flag.IntVar(&c.connections, "connections", 32, "from how many connections it comes")
	flag.DurationVar(&c.cold, "cold", 2*time.Second, "how long the issuer is down at the start")
	flag.DurationVar(&c.rotate, "rotate", 5*time.Second, "how often there is a new key")
	flag.DurationVar(&c.lead, "lead", 2*cooldown+2*time.Second, "how long a key is published before it is used")
	flag.DurationVar(&c.outage, "outage", 10*time.Second, "how long the issuer is down in the middle")
	flag.IntVar(&c.hostile, "hostile", 10, "percent of tokens that must not be believed")
	flag.IntVar(&c.invented, "invented", 25, "percent of tokens that name a key which does not exist")
	flag.IntVar(&c.eager, "eager", 5, "percent of tokens of the newest key")
	flag.IntVar(&c.withdrawn, "withdrawn", 5, "percent of tokens whose key was withdrawn longer than -lead ago")
	name := flag.String("break", "", "build cmd/api with this `fault`; list: their names; all: each in turn")
	flag.Parse()
	if flag.NArg() > 0 || c.connections < 1 || c.rotate <= 0 || c.hostile+c.invented+c.eager+c.withdrawn > 100 {
		fmt.Fprintln(os.Stderr, "soak: the flags make no sense; -h lists them")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, c, *name)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, c config, name string) error {
	switch name {
	case "":
		return soak(ctx, c, fault{})
	case "list":
		for _, f := range faults {
			fmt.Printf("%-10s %s\n", f.name, f.harm)
		}
		return nil
	}
	tried := false
	for _, f := range faults {
		if name != "all" && name != f.name {
			continue
		}
		tried = true
		fmt.Printf("\nFAULT %s: %s\n", f.name, f.harm)
		err := soak(ctx, c, f)
		if !errors.Is(err, errBroken) || !strings.Contains(err.Error(), f.breaks) {
			return fmt.Errorf("the soak does not see the fault %q: %w", f.name, errors.Join(err, errUnseen))
		}
		fmt.Printf("\nseen, as it should be:\n%v\n", err)
	}
	if !tried {
		return fmt.Errorf("no fault %q; -break list names them", name)
	}
	return nil
}

var errUnseen = errors.New("all promises are kept, or the run did not get that far")

func soak(ctx context.Context, c config, f fault) error {
	p := newPublisher(c)
	defer p.close()
	api, err := startAPI(ctx, p.issuer.URL, f)
	if err != nil {
		return err
	}
	defer api.stop()
	fmt.Printf("cmd/api at %s, issuer at %s, %d connections, %v\n", api.url, p.issuer.URL, c.connections, c.length)

	before, err := api.sample()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.length)
	defer cancel()
	go p.live(ctx)
	l := newLoad(c, p, api.url)
	settled := make(chan sample, 1)
	go func() {
		time.Sleep(c.length / 3)
		s, _ := api.sample()
		settled <- s
	}()
	l.run(ctx)
	early := <-settled
	late, err1 := api.sample()
	l.client.CloseIdleConnections()
	after, err2 := api.rest(before.goroutines + connection)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return report(c, p, l, before, early, late, after)
}
