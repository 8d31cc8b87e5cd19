package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"example.com/glassjwt/oidc"
)

// metrics counts the answers of the gate. The labels are a fixed set of words:
// nothing that a client sends can make a new one.
type metrics struct {
	mu     sync.Mutex
	counts map[answered]uint64
}

type answered struct {
	step   string
	status int
}

func (m *metrics) count(r *record) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts = map[answered]uint64{}
	}
	m.counts[answered{r.step, r.status}]++
}

// A family is one metric, in the text format that Prometheus reads.
type family struct {
	name, kind, help string
	value            func(oidc.Snapshot) float64
}

// families are the metrics of each issuer's keys.
var families = [...]family{
	{"gate_keys_usable", "gauge", "1 if there are keys of the issuer that may be used, else 0.",
		func(s oidc.Snapshot) float64 { return oneIf(s.Usable) }},
	{"gate_keys_stale", "gauge", "1 if the keys are past their age and could not be refreshed yet, else 0.",
		func(s oidc.Snapshot) float64 { return oneIf(s.Stale) }},
	{"gate_keys_age_seconds", "gauge", "Time since the keys were fetched; -1 if they never were.",
		func(s oidc.Snapshot) float64 {
			if s.Fetched.IsZero() {
				return -1
			}
			return s.Age.Round(time.Millisecond).Seconds()
		}},
	{"gate_key_fetches_total", "counter", "Fetches of the issuer's keys, successful or not.",
		func(s oidc.Snapshot) float64 { return float64(s.Fetches) }},
	{"gate_key_fetch_failures_total", "counter", "Fetches of the issuer's keys that failed.",
		func(s oidc.Snapshot) float64 { return float64(s.Failed) }},
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// handler serves the counts, and the state of the keys. A key set from a file
// has no state.
func (m *metrics) handler(issuers []issuer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		var b bytes.Buffer
		m.writeCounts(&b)
		writeKeys(&b, issuers)
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = w.Write(b.Bytes()) // an error means that the reader is gone
	})
}

func (m *metrics) writeCounts(b *bytes.Buffer) {
	m.mu.Lock()
	counts := maps.Clone(m.counts)
	m.mu.Unlock()
	head(b, "gate_requests_total", "counter", `Questions of the proxy, by the step that decided ("yes": all of them passed) and the status of the answer.`)
	for _, a := range slices.SortedFunc(maps.Keys(counts), func(a, b answered) int {
		return cmp.Or(cmp.Compare(a.step, b.step), cmp.Compare(a.status, b.status))
	}) {
		fmt.Fprintf(b, "gate_requests_total{step=%q,status=\"%d\"} %d\n", a.step, a.status, counts[a])
	}
}

func writeKeys(b *bytes.Buffer, issuers []issuer) {
	var snapshots []oidc.Snapshot
	var names []string
	for _, i := range issuers {
		if i.remote != nil {
			snapshots = append(snapshots, i.remote.Snapshot())
			names = append(names, encode(i.name))
		}
	}
	if len(snapshots) == 0 {
		return
	}
	for _, f := range families {
		head(b, f.name, f.kind, f.help)
		for n, s := range snapshots {
			fmt.Fprintf(b, "%s{issuer=%q} %v\n", f.name, names[n], f.value(s))
		}
	}
}

func head(b *bytes.Buffer, name, kind, help string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}
