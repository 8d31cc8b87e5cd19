package oidc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const maxBody = 1 << 20 // a key set of a hundred keys has about 50 KiB

// A fetcher makes the requests of one fetch.
type fetcher struct {
	client    *http.Client
	cleartext []string // Keys.Cleartext
	// here means that the issuer is on this machine, so that its keys may
	// be here too.
	here bool

	asking    atomic.Pointer[url.URL] // the latest request
	plainHost string                  // a host that was asked over plain http
}

func (k *Keys) fetcher() *fetcher {
	w := &fetcher{client: k.Client, cleartext: k.Cleartext}
	address := k.URL
	if address == "" {
		address = k.Issuer
	}
	u, err := url.Parse(address)
	w.here = err == nil && isThisMachine(u.Hostname())
	return w
}

// get fetches one document. It is an [http.Client] without four of its habits:
// to count a 500 as success, to follow redirects from https to http and to any
// host, to gunzip without limit, and to read for ever.
//
// The context limits all of it, with the body. The error is not of the type
// error: a nil *FetchError in one would not be nil.
func (w *fetcher) get(ctx context.Context, u *url.URL) ([]byte, http.Header, *FetchError) {
	w.asking.Store(u)
	if u.Scheme == "http" && isListed(u, w.cleartext) {
		w.plainHost = u.Host
	}
	e := &FetchError{URL: shown(u), query: u.RawQuery}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		e.Err = err
		return nil, nil, e
	}
	// Without this, a Transport asks for gzip and inflates it by itself.
	req.Header.Set("Accept-Encoding", "identity")
	// Fetches are rare, and a connection that was kept may have died without
	// a word. net/http puts each retry onto the same dead HTTP/2 connection.
	req.Close = true
	resp, err := w.careful(req).Do(req)
	if err != nil {
		// http.Client adds method and URL, which FetchError names itself.
		e.Err = err
		if outer := (*url.Error)(nil); errors.As(err, &outer) {
			e.Err = outer.Err
		}
		return nil, nil, e
	}
	defer resp.Body.Close()
	e.Status = resp.StatusCode
	if resp.StatusCode != http.StatusOK {
		e.retryAfter = retryAfter(resp)
		return nil, nil, e
	}
	body, err := read(resp)
	if err != nil {
		e.Err = err
		return nil, nil, e
	}
	return body, resp.Header, nil
}

// during adds the address of the latest request to an error that lacks one, such
// as a panic, or the end of the time that a fetch has.
func (w *fetcher) during(err error) error {
	u := w.asking.Load()
	if e := (*FetchError)(nil); u == nil || errors.As(err, &e) {
		return err
	}
	return &FetchError{URL: shown(u), Err: err, query: u.RawQuery}
}

// read returns the whole body, or an error: half a key set is no key set.
func read(resp *http.Response) ([]byte, error) {
	if coding := resp.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, fmt.Errorf("content coding %q, which we did not ask for", clip(coding, 200))
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("more than %d bytes", maxBody)
	}
	return body, nil
}

// maxRetryAfter limits what an issuer may ask for. A misplaced digit must not
// silence us for a day.
const maxRetryAfter = 5 * time.Minute

// retryAfter reads the field of RFC 9110 section 10.2.3: a number of seconds,
// or a date.
func retryAfter(resp *http.Response) time.Duration {
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	value := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, uint64(maxRetryAfter/time.Second))) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, min(time.Until(date), maxRetryAfter))
	}
	return 0
}
