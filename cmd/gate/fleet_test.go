package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// A fleet of gates starts in the same second, behind one load balancer. Nothing
// is shared. The issuer publishes a new key and signs with it at once, and later
// it is down for five minutes. How often is it asked, and how many honest
// requests does that cost?
func TestFleet(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand gates take a while")
	}
	synctest.Test(t, func(t *testing.T) {
		const gates = 1000
		i := newSimulated()
		var fleet []*oidc.Keys
		for range gates {
			fleet = append(fleet, &oidc.Keys{URL: "https://issuer.example/jwks", Client: &http.Client{Transport: i}, Spread: spread})
		}
		refused := 0
		// Each gate gets one honest request in 20 seconds, for two hours.
		for second := 0; second < 2*60*60; second += 20 {
			switch time.Duration(second) * time.Second {
			case 50 * time.Minute:
				i.rotate()
			case 80 * time.Minute:
				i.setDown(true)
			case 85 * time.Minute:
				i.setDown(false)
			}
			var wg sync.WaitGroup
			var mu sync.Mutex
			for n := range fleet {
				wg.Go(func() {
					if _, err := fleet[n].Keys(context.Background(), i.header()); err != nil {
						mu.Lock()
						defer mu.Unlock()
						refused++
					}
				})
			}
			wg.Wait()
			time.Sleep(20 * time.Second)
		}
		synctest.Wait()
		total, peak, rotation, outage := i.counted()
		t.Logf("%d gates, two hours: %d fetches; %d while the issuer was down; in the busiest 20 seconds of an ordinary hour %d, at the rotation %d; %d of %d honest requests refused",
			gates, total, outage, peak, rotation, refused, gates*360)
		if refused > 0 {
			t.Errorf("%d honest requests were refused; want none", refused)
		}
		// Without the spread it is all of them, in one second.
		if peak > gates/4 {
			t.Errorf("%d of %d gates refresh their keys within 20 seconds; want them spread over two minutes", peak, gates)
		}
		// Twelve refreshes each in two hours, the rotation, and the outage.
		if limit := gates * 16; total-outage > limit {
			t.Errorf("%d fetches; want at most %d", total-outage, limit)
		}
	})
}

// simulated is an issuer without a network, whose key set is good for ten
// minutes.
type simulated struct {
	mu      sync.Mutex
	issuer  *oidctest.Issuer
	body    string
	kid     string
	down    bool
	start   time.Time
	fetches map[int]int // by the 20 seconds in which they came
	failed  int
}

func newSimulated() *simulated {
	i := &simulated{issuer: oidctest.NewIssuerAt("https://issuer.example"), kid: oidctest.RSAKeyID, start: time.Now(), fetches: map[int]int{}}
	i.body = string(i.issuer.KeySet())
	return i
}

func (i *simulated) RoundTrip(r *http.Request) (*http.Response, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.fetches[int(time.Since(i.start)/(20*time.Second))]++
	if i.down {
		i.failed++
		return nil, errors.New("the issuer is down")
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"max-age=600"}},
		Body:   io.NopCloser(strings.NewReader(i.body)), Request: r,
	}, nil
}

func (i *simulated) rotate() {
	kid := i.issuer.NewKey(jwt.ES256)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.kid, i.body = kid, string(i.issuer.KeySet())
}

func (i *simulated) setDown(down bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.down = down
}

// header is that of an honest token.
func (i *simulated) header() jwt.Header {
	i.mu.Lock()
	defer i.mu.Unlock()
	alg := jwt.ES256
	if i.kid == oidctest.RSAKeyID {
		alg = jwt.RS256
	}
	h := jwt.Header{Algorithm: alg, KeyID: i.kid}
	return h
}

// counted returns how many fetches there were: all, in the busiest 20 seconds
// between the start and the rotation, at the rotation, and during the outage.
func (i *simulated) counted() (total, peak, rotation, outage int) {
	for slot, n := range i.fetches {
		total += n
		switch minute := slot / 3; {
		case slot > 0 && minute < 50:
			peak = max(peak, n)
		case minute == 50:
			rotation = max(rotation, n)
		}
	}
	return total, peak, rotation, i.failed
}
