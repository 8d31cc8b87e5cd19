package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A call is a request to the API, and the answer that is right.
type call struct {
	title  string
	method string // "" for GET
	path   string
	tokens []string // each in an Authorization header of its own
	proof  string   // for the DPoP header; with it, the scheme is DPoP

	status int
	has    []string // some of what the answer says, in header or body
	why    string   // that is right
	paste  bool     // it is worth trying by hand
}

// curl returns the command that makes the call. It shows a token, or a proof, as
// the function show returns it.
func (c call) curl(api string, show func(token string) string) string {
	var b strings.Builder
	b.WriteString("curl -i ")
	if c.method != "" {
		b.WriteString("-X " + c.method + " ")
	}
	b.WriteString(api + c.path)
	for _, token := range c.tokens {
		b.WriteString(" -H 'Authorization: " + c.scheme() + " " + show(token) + "'")
	}
	if c.proof != "" {
		b.WriteString(" -H 'DPoP: " + show(c.proof) + "'")
	}
	return b.String()
}

// scheme returns the word before the token.
func (c call) scheme() string {
	if c.proof != "" {
		return "DPoP"
	}
	return "Bearer"
}

// entire shows a token as it is.
func entire(token string) string { return token }

// shortened shows the beginning of a token: enough to see that it is one.
func shortened(token string) string {
	return token[:min(len(token), 20)] + "..."
}

// An answer is the part of an HTTP response that matters here.
type answer struct {
	proto  string
	status int
	header http.Header
	body   string
}

// do makes the call, over a connection of its own.
func (c call) do(ctx context.Context, api string) (*answer, error) {
	req, err := http.NewRequestWithContext(ctx, c.method, api+c.path, nil)
	if err != nil {
		return nil, err
	}
	for _, token := range c.tokens {
		req.Header.Add("Authorization", c.scheme()+" "+token)
	}
	if c.proof != "" {
		req.Header.Set("DPoP", c.proof)
	}
	client := http.Client{
		Transport: &http.Transport{DisableKeepAlives: true},
		Timeout:   20 * time.Second,
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, err
	}
	return &answer{resp.Proto, resp.StatusCode, resp.Header, string(body)}, nil
}

// String returns the answer as curl -i prints it, without the fields that every
// answer has.
func (a *answer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d %s\n", a.proto, a.status, http.StatusText(a.status))
	for _, name := range []string{"WWW-Authenticate", "Retry-After"} {
		for _, value := range a.header.Values(name) {
			b.WriteString(http.CanonicalHeaderKey(name) + ": " + value + "\n")
		}
	}
	b.WriteString(a.body)
	return b.String()
}

// judge returns what is wrong with the answer, or "".
func (c call) judge(a *answer) string {
	if a.status != c.status {
		return fmt.Sprintf("the status is %d, and should be %d", a.status, c.status)
	}
	challenges := len(a.header.Values("WWW-Authenticate"))
	switch a.status {
	case 400, 401, 403:
		if challenges != 1 {
			return fmt.Sprintf("there are %d WWW-Authenticate fields, and should be one", challenges)
		}
	default:
		if challenges != 0 {
			return "there is a challenge, though the client has nothing to answer"
		}
	}
	text := a.String()
	for _, part := range c.has {
		if !strings.Contains(text, part) {
			return fmt.Sprintf("it lacks %q", part)
		}
	}
	for _, token := range c.tokens {
		if strings.Contains(text, token) {
			return "it repeats the token"
		}
	}
	return ""
}
