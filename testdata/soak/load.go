package main

import (
	"context"
	"encoding/json"
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
	withdrawn
	kinds
)

func (k kind) String() string {
	return [...]string{"honest", "eager", "invented", "hostile", "withdrawn"}[k]
}

// A request is a token on its way, and what must be known to judge the answer.
type request struct {
	kind
	token        // of an attack: no subject
	name  string // of an attack
	key   *key
	began time.Time
}

func (r request) String() string {
	if r.name == "" {
		return r.kind.String() + " token"
	}
	return r.kind.String() + " token (" + r.name + ")"
}

// A load is what goes over the connections, and what came of it.
type load struct {
	config
	publisher *publisher
	url       string
	client    *http.Client

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
	sent := l.next()
	req, err := http.NewRequest(http.MethodGet, l.url, nil)
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "Bearer "+sent.text)
	sent.began = time.Now()
	status := 0
	var body []byte
	resp, err := l.client.Do(req)
	if err == nil {
		body, err = io.ReadAll(io.LimitReader(resp.Body, 1<<16))
		resp.Body.Close()
		status = resp.StatusCode
	}
	r.took[sent.kind] = append(r.took[sent.kind], time.Since(sent.began))
	r.answers[sent.kind][status]++
	if err != nil {
		r.broken[fmt.Sprintf("%v without an answer: %v", sent, err)]++
		return
	}
	if l.wrong(r, sent, status) {
		r.broken[fmt.Sprintf("%v: %d", sent, status)]++
	}
	if status == http.StatusOK && sent.subject != "" && served(body) != sent.subject {
		r.broken[fmt.Sprintf("%v: served as somebody else", sent)]++
	}
}

// served returns the subject that the API says it has served.
func served(body []byte) string {
	var answer struct {
		Claims struct {
			Subject string `json:"sub"`
		} `json:"claims"`
	}
	_ = json.Unmarshal(body, &answer) // an answer that is not JSON names no subject
	return answer.Claims.Subject
}

// wrong holds the status of an answer against the promises.
func (l *load) wrong(r *results, sent request, status int) bool {
	refused := status == http.StatusUnauthorized || status == http.StatusServiceUnavailable
	switch sent.kind {
	case honest:
		switch {
		case status == http.StatusOK:
			l.succeeded()
			return false
		case status == http.StatusServiceUnavailable && !l.hadKeys(sent.began):
			r.early++
			return false
		}
		// A key that was withdrawn while the request was under way may be
		// refused.
		return status != http.StatusUnauthorized || l.publisher.published(sent.key)
	case eager:
		if status == http.StatusOK || !l.hadKeys(sent.began) {
			return false
		}
		unknown := sent.began.Sub(sent.key.since)
		r.ignored = max(r.ignored, unknown)
		return unknown > l.lead || !refused
	}
	return !refused && status != http.StatusBadRequest
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
	}{{hostile, l.hostile}, {invented, l.invented}, {eager, l.eager}, {withdrawn, l.withdrawn}} {
		if n -= share.percent; n < 0 {
			return share.kind
		}
	}
	return honest
}

// next returns what to send next.
func (l *load) next() request {
	switch kind := l.pick(); kind {
	case hostile:
		// With the key in service, so that its signature is good: the
		// attack must fail at the question that it is about.
		k := l.publisher.inService()
		a := k.attacks[rand.IntN(len(k.attacks))]
		return request{kind: kind, token: token{text: a.text}, name: a.name, key: k}
	case invented:
		k := l.publisher.inService()
		return request{kind: kind, token: token{text: withInventedKey(k)}, key: k}
	case eager:
		return ofKey(kind, l.publisher.newest())
	case withdrawn:
		if k := l.publisher.forgotten(l.lead); k != nil {
			return ofKey(kind, k)
		}
	}
	return ofKey(honest, l.publisher.honest())
}

// ofKey returns one of the key's honest tokens.
func ofKey(kind kind, k *key) request {
	return request{kind: kind, token: k.tokens[rand.IntN(len(k.tokens))], key: k}
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
