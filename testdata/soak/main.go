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
// Of the requests, -hostile percent bring a token that must not be believed,
// -invented percent one that names a key which does not exist, and -eager
// percent one that is signed with a key the moment it is published. All others
// are honest: their key has been published for at least -lead.
//
// The promises:
//
//   - An honest token is answered with 200, or with 503 as long as the API has
//     never had a key. Twice the time that oidc.Keys has for a Cooldown is the
//     lead that this needs, in the worst case: strangers have spent all
//     fetches, and the next one falls into the outage.
//   - No hostile token and no invented key is answered with 200, or with
//     anything but 400, 401 and 503.
//   - An eager token is answered with 200, or refused for no longer than that
//     lead.
//   - Each request is answered.
//   - The key set is fetched no more often than oidc says: four times at once,
//     and then once per Cooldown.
//   - When the load is over there are as many goroutines as before it, but for
//     the two of a connection to the issuer, and not more memory is in use than
//     when it had gone on for a while.
//
// It prints figures. If a promise is broken it says which, and exits with 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
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
	flag.Parse()
	if flag.NArg() > 0 || c.connections < 1 || c.rotate <= 0 || c.hostile+c.invented+c.eager > 100 {
		fmt.Fprintln(os.Stderr, "soak: the flags make no sense; -h lists them")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := soak(ctx, c)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func soak(ctx context.Context, c config) error {
	p := newPublisher(c)
	defer p.close()
	api, err := startAPI(ctx, p.issuer.URL)
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
