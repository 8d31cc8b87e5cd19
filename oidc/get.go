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
	"sync"
	"time"
)

const (
	maxBody      = 1 << 20 // a key set of a hundred keys has about 50 KiB
	maxRedirects = 3
)

// get fetches one document. It is an [http.Client] without those of its habits
// that hurt here: it takes a 500 for success, follows a redirect from https to
// http and to any host, gunzips without limit, and reads for ever.
//
// The context bounds all of it, the body too. The error is a [*FetchError].
func get(ctx context.Context, c *http.Client, u *url.URL) ([]byte, http.Header, error) {
	e := &FetchError{URL: u.String()}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, e.URL, nil)
	if err != nil {
		e.Err = err
		return nil, nil, e
	}
	// Without this, a Transport asks for gzip and inflates it by itself.
	req.Header.Set("Accept-Encoding", "identity")
	resp, err := careful(c).Do(req)
	if err != nil {
		// http.Client adds method and URL, which FetchError names itself.
		e.Err = err
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			e.Err = wrapped.Err
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

// plain makes the requests of Keys without a Client, as net/http would, but does
// not read ten mebibytes of header. It is made at the first of them, by when a
// program has told net/http of its own certificates or proxy. A DefaultTransport
// of another type is used as it is.
var plain = sync.OnceValue(func() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxResponseHeaderBytes = 64 << 10
	return t
})

// careful returns a copy of the client that follows few redirects, and none
// to somewhere else. It keeps no cookies. The user's own CheckRedirect, if
// there is one, may be stricter.
func careful(c *http.Client) *http.Client {
	var mine http.Client
	if c != nil {
		mine = *c
	} else {
		mine.Transport = plain()
	}
	theirs := mine.CheckRedirect
	mine.Jar = nil
	mine.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("%w: more than %d redirects", ErrAddress, maxRedirects)
		}
		// Whoever can be made to redirect must not decide where keys
		// come from, nor which hosts of our network we call.
		if !sameOrigin(req.URL, via[0].URL) {
			target := req.URL.Scheme + "://" + req.URL.Host
			return fmt.Errorf("%w: redirect to another origin, %q", ErrAddress, clip(target, 200))
		}
		if theirs != nil {
			return theirs(req, via)
		}
		return nil
	}
	return &mine
}

// read returns the whole body, or an error: half a key set is none.
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

// maxRetryAfter ends what an issuer may ask for, lest a misplaced digit
// silence us for a day.
const maxRetryAfter = 5 * time.Minute

// retryAfter reads the field of RFC 9110 section 10.2.3, in seconds or as a
// date.
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
