package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A kind of request, by the token that it brings.
type kind int

const (
	honest kind = iota
	eager
	invented
	hostile
	kinds
)

func (k kind) String() string { return [...]string{"honest", "eager", "invented", "hostile"}[k] }

// A load is what goes over the connections, and what came of it.
type load struct {
	config
	publisher *publisher
	url       string
	client    *http.Client
	attacks   []string

	mu sync.Mutex
	results
}

// results of one connection, or of all.
type results struct {
	answers [kinds]map[int]int // by status; 0: none
	took    [kinds][]time.Duration
	first   time.Time     // when the first 200 came
	early   int           // honest, 503, and no 200 before
	ignored time.Duration // the longest time after which a key was not known yet
	broken  map[string]int
}

func newResults() results {
	r := results{broken: map[string]int{}}
	for k := range r.answers {
		r.answers[k] = map[int]int{}
	}
	return r
}

func newLoad(c config, p *publisher, url string) *load {
	return &load{
		config:    c,
		publisher: p,
		url:       url + "/api/protected",
		attacks:   attacks(p),
		results:   newResults(),
		client: &http.Client{Transport: &http.Transport{
			MaxConnsPerHost:     c.connections,
			MaxIdleConnsPerHost: c.connections,
		}},
	}
}

// run sends requests until the context is done.
func (l *load) run(ctx context.Context) {
	var wg sync.WaitGroup
	for range l.connections {
		wg.Go(func() {
			r := newResults()
			for ctx.Err() == nil {
				l.send(&r)
			}
			l.add(r)
		})
	}
	wg.Wait()
}

// send sends one request, and judges the answer.
func (l *load) send(r *results) {
	kind := l.pick()
	token, k := l.token(kind)
	req, err := http.NewRequest(http.MethodGet, l.url, nil)
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	began := time.Now()
	status := 0
	resp, err := l.client.Do(req)
	if err == nil {
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		status = resp.StatusCode
	}
	r.took[kind] = append(r.took[kind], time.Since(began))
	r.answers[kind][status]++
	if err != nil {
		r.broken[fmt.Sprintf("%v request without an answer: %v", kind, err)]++
		return
	}
	l.judge(r, kind, k, status, began)
}

// judge holds an answer against the promises.
func (l *load) judge(r *results, kind kind, k *key, status int, began time.Time) {
	wrong := false
	switch kind {
	case honest:
		switch {
		case status == http.StatusOK:
			l.succeeded()
		case status == http.StatusServiceUnavailable && !l.hadKeys(began):
			r.early++
		default:
			wrong = true
		}
	case eager:
		if status != http.StatusOK && l.hadKeys(began) {
			unknown := began.Sub(k.since)
			r.ignored = max(r.ignored, unknown)
			wrong = unknown > l.lead || status != http.StatusUnauthorized && status != http.StatusServiceUnavailable
		}
	default:
		wrong = status != http.StatusBadRequest && status != http.StatusUnauthorized && status != http.StatusServiceUnavailable
	}
	if wrong {
		r.broken[fmt.Sprintf("%v token: %d", kind, status)]++
	}
}

// succeeded notes that the API has keys by now, and hadKeys tells whether it
// had them at a time.
func (l *load) succeeded() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.first.IsZero() {
		l.first = time.Now()
	}
}

func (l *load) hadKeys(when time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.first.IsZero() && when.After(l.first)
}

func (l *load) pick() kind {
	n := rand.IntN(100)
	for _, share := range []struct {
		kind
		percent int
	}{{hostile, l.hostile}, {invented, l.invented}, {eager, l.eager}} {
		if n -= share.percent; n < 0 {
			return share.kind
		}
	}
	return honest
}

// token returns a token of the kind, and the key that signed it.
func (l *load) token(kind kind) (string, *key) {
	switch kind {
	case hostile:
		return l.attacks[rand.IntN(len(l.attacks))], nil
	case invented:
		return withInventedKey(l.publisher.honest()), nil
	case eager:
		k := l.publisher.newest()
		return k.tokens[rand.IntN(len(k.tokens))], k
	}
	k := l.publisher.honest()
	return k.tokens[rand.IntN(len(k.tokens))], k
}

func (l *load) add(r results) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for k := range r.answers {
		for status, n := range r.answers[k] {
			l.answers[k][status] += n
		}
		l.took[k] = append(l.took[k], r.took[k]...)
	}
	for what, n := range r.broken {
		l.broken[what] += n
	}
	l.early += r.early
	l.ignored = max(l.ignored, r.ignored)
}

// percentile of what is sorted.
func percentile(d []time.Duration, p float64) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[min(len(d)-1, int(p*float64(len(d))))].Round(10 * time.Microsecond)
}
