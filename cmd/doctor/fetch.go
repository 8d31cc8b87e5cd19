package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"time"
)

// An answer is what an address says, without a redirect followed.
type answer struct {
	status   int
	header   http.Header
	body     []byte
	location string
	tls      *tls.ConnectionState
	date     time.Time // of the answer, by the issuer's clock; zero if it does not say
	asked    time.Time // when the answer came, by ours
	err      error
}

const maxBody = 1 << 20 // as package oidc reads it

// get asks one address. Redirects are not followed, so that each can be named.
func (v *visit) get(ctx context.Context, address string) *answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return &answer{err: err}
	}
	req.Header.Set("Accept", "application/json")
	req.Close = true
	resp, err := v.once().Do(req)
	if err != nil {
		return &answer{err: err}
	}
	defer resp.Body.Close()
	a := &answer{status: resp.StatusCode, header: resp.Header, location: resp.Header.Get("Location"), tls: resp.TLS, asked: v.now()}
	a.date, _ = http.ParseTime(resp.Header.Get("Date"))
	a.body, a.err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if len(a.body) > maxBody {
		a.err = errors.New("the body is larger than 1 MiB")
	}
	return a
}

// once is the client, with ten seconds for each answer as package oidc has.
func (v *visit) once() *http.Client {
	c := http.Client{}
	if v.client != nil {
		c = *v.client
	}
	c.Timeout = 10 * time.Second
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// examineTransport looks at what every answer of the issuer shows: TLS and the
// clock.
func (v *visit) examineTransport(a *answer) {
	if a.tls != nil && len(a.tls.PeerCertificates) > 0 {
		end := a.tls.PeerCertificates[0].NotAfter
		left := end.Sub(v.now())
		level, change := ok, ""
		if left < 14*24*time.Hour {
			level, change = note, "renew it in time"
		}
		v.find(level, "tls", change, "%s, the certificate is good until %s (%d days)",
			tls.VersionName(a.tls.Version), end.UTC().Format(time.DateOnly), int(left.Hours()/24))
	}
	if a.date.IsZero() {
		v.find(note, "clock", "", "the answers have no Date, so the issuer's clock cannot be compared")
		return
	}
	// Date has whole seconds, and the answer was under way for a while.
	off := time.Duration(math.Round(a.date.Sub(a.asked).Seconds())) * time.Second
	switch {
	case off.Abs() <= 2*time.Second:
		v.find(ok, "clock", "", "the issuer's clock and this machine's agree")
	case off.Abs() <= time.Minute:
		v.find(note, "clock", "synchronise the clocks, or set Leeway to more than that", "the issuer's clock is %s this machine's", ahead(off))
	default:
		v.find(fault, "clock", "synchronise the clocks: exp, nbf and iat are judged by them", "the issuer's clock is %s this machine's", ahead(off))
	}
}

func ahead(off time.Duration) string {
	if off > 0 {
		return off.String() + " ahead of"
	}
	return (-off).String() + " behind"
}

// failure says why an answer could not be had, without the address, which the
// line names anyway.
func failure(err error) string {
	s := err.Error()
	if _, after, found := strings.Cut(s, `": `); found {
		s = after
	}
	return s
}
