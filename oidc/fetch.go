package oidc

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// An outcome is what a fetch found out. The fetch changes nothing else, so that
// one which ends too late has no effect.
type outcome struct {
	set     *keySet // nil if err is set
	reading reading
	plain   string // the host that was asked over plain http, if any
	err     error
}

// A reading is what the metadata said, and when. The zero reading means that
// they were never read.
type reading struct {
	*Metadata
	at  time.Time
	err error // why they could not be read again since
}

// fetch asks the issuer for its keys.
func (k *Keys) fetch(ctx context.Context, w *fetcher, f *flight) (o outcome) {
	defer func() { o.plain = w.plainHost }()
	u, err := k.locate(ctx, w, f, &o.reading)
	if err != nil {
		o.err = err
		return o
	}
	body, header, failed := w.get(ctx, u)
	if failed != nil {
		o.err = failed
		return o
	}
	set, err := parseKeySet(body)
	if err != nil {
		o.err = &FetchError{URL: shown(u), Status: http.StatusOK, Err: err}
		return o
	}
	o.set = newKeySet(set, body, shown(u))
	o.set.asked = f.asked // the issuer may have answered at that very moment
	o.set.freshFor = k.age(header)
	o.set.usableFor = max(o.set.freshFor, k.staleFor())
	o.set.movedErr = o.reading.err
	o.set.mayHaveMoved = f.why != unknownKey && k.isOld(o.reading, f.asked)
	return o
}

// locate returns where the key set is, and what the metadata say about it.
func (k *Keys) locate(ctx context.Context, w *fetcher, f *flight, r *reading) (*url.URL, error) {
	if k.URL != "" {
		return parseAddress(k.URL, k.Cleartext)
	}
	*r = reading{Metadata: f.reading.Metadata, at: f.reading.at}
	if k.mustRead(f) {
		*r = k.readAgain(ctx, w, f)
	}
	if r.Metadata == nil {
		return nil, r.err
	}
	return parseAddress(r.JWKSURI, k.Cleartext)
}

// mustRead reports whether to read the metadata in this fetch, since the key
// set may have moved. An unknown key is a sign of that too; but tokens with
// invented keys must not cost a second request each time.
func (k *Keys) mustRead(f *flight) bool {
	age := elapsed(f.reading.at, f.asked)
	switch {
	case f.reading.Metadata == nil, f.failures > 0, age >= metadataAge:
		return true
	}
	return f.why == unknownKey && k.isOld(f.reading, f.asked)
}

// isOld reports whether the metadata were read more than MaxAge ago.
func (k *Keys) isOld(r reading, now time.Time) bool {
	return r.Metadata != nil && elapsed(r.at, now) >= k.maxAge()
}

// readAgain reads the metadata. If it cannot, the reading before still holds,
// for as long as keys may be stale.
func (k *Keys) readAgain(ctx context.Context, w *fetcher, f *flight) reading {
	before := f.reading
	if elapsed(before.at, f.asked) >= metadataAge+k.staleFor() {
		before = reading{}
	}
	// Half of the time is for the address that we have. After every other
	// failure the metadata get all of it: they may be slow, and that address
	// dead.
	everyOther := f.failures > 0 && f.failures%2 == 0
	if before.Metadata != nil && !everyOther {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, k.timeout()/2)
		defer cancel()
	}
	m, err := w.discover(ctx, k.Issuer)
	if err != nil {
		before.err = err
		return before
	}
	return reading{Metadata: m, at: f.asked}
}
