package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/httpauth/proof"
)

// A proven is a DPoP proof, and the request that it is for (RFC 9449).
type proven struct {
	proof  string
	method string
	url    string
}

// examineProof asks all questions about the proof. The access token, which it
// is for, may be missing.
func (o *options) examineProof() (*proof.Examination, error) {
	u, err := url.Parse(o.url)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return nil, command.Misuse("-proof without the URL of its request", "give -url https://api.example/orders, and -method if it is not GET")
	}
	r, err := http.NewRequest(o.method, o.url, nil)
	if err != nil {
		return nil, command.Misuse(err.Error(), "-method is a method such as GET or POST")
	}
	r.Header.Set("DPoP", o.proof)
	d := &proof.DPoP{
		Base:       u.Scheme + "://" + u.Host,
		Algorithms: o.Algorithms,
		Leeway:     o.Leeway,
		Now:        func() time.Time { return o.now },
	}
	if o.now.IsZero() {
		now := time.Now().Truncate(time.Second)
		d.Now = func() time.Time { return now }
	}
	x, err := d.Examine(r, o.token)
	if err != nil {
		return nil, command.Misuse(err.Error(), "-url is the URL of the request as its client calls it")
	}
	return x, nil
}

// explainProof writes the explanation of a proof in the form that was asked for.
func (o *options) explainProof(w io.Writer) error {
	x, err := o.examineProof()
	if err != nil {
		return err
	}
	verdict := "accepted"
	if x.Err() != nil {
		verdict = "refused: " + x.Err().Error()
	}
	switch {
	case o.json:
		err = writeProofJSON(w, x, verdict)
	case o.quiet:
		_, err = fmt.Fprintln(w, verdict)
	default:
		err = o.writeProof(w, x, verdict)
	}
	if err == nil && x.Err() != nil {
		err = errNotAccepted
	}
	return err
}

func (o *options) writeProof(w io.Writer, x *proof.Examination, verdict string) error {
	fmt.Fprintf(w, "A proof for %s %s, as of %s\n  %s\n\n", o.method, x.URL, x.Time.UTC().Format(time.RFC3339), verdict)
	if x.Thumbprint != "" {
		fmt.Fprintf(w, "  thumbprint of its key   %s   RFC 7638\n", x.Thumbprint)
	}
	if x.Hash != "" {
		fmt.Fprintf(w, "  cnf.jkt of the token    %s\n", bound(x.Bound))
		fmt.Fprintf(w, "  SHA-256 of the token    %s   what ath must be\n", x.Hash)
	}
	for i, c := range x.Checks {
		fmt.Fprintf(w, "\n%d %s  %s  %s\n    %s\n", i+1, c.Step, c.Rule, answerOf(c), c.Question)
		if c.Got != "" || c.Want != "" {
			fmt.Fprintf(w, "    got   %s\n    want  %s\n", orNone(c.Got), orNone(c.Want))
		}
		if c.Err != nil && !errors.Is(c.Err, proof.ErrNotAsked) {
			fmt.Fprintf(w, "    why   %s\n", c.Err)
		}
	}
	if o.token == "" {
		fmt.Fprint(w, "\nWithout the access token, ath and jkt say little: give it as the argument.\n")
	}
	return nil
}

// bound is a "cnf.jkt". The sender of the token chose it, so it is quoted, unless
// it looks like a thumbprint.
func bound(jkt string) string {
	if _, err := base64.RawURLEncoding.DecodeString(jkt); err != nil || strings.ContainsAny(jkt, "\r\n") {
		return strconv.QuoteToASCII(jkt)
	}
	return orNone(jkt)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func answerOf(c proof.Check) string {
	switch {
	case c.Err == nil:
		return "yes"
	case errors.Is(c.Err, proof.ErrNotAsked):
		return "not asked"
	}
	return "NO"
}

func writeProofJSON(w io.Writer, x *proof.Examination, verdict string) error {
	type check struct {
		Step     proof.Step `json:"step"`
		Question string     `json:"question"`
		Rule     string     `json:"rule"`
		Answer   string     `json:"answer"`
		Got      string     `json:"got,omitempty"`
		Want     string     `json:"want,omitempty"`
		Reason   string     `json:"reason,omitempty"`
	}
	checks := make([]check, len(x.Checks))
	for i, c := range x.Checks {
		checks[i] = check{Step: c.Step, Question: c.Question, Rule: c.Rule, Answer: answerOf(c), Got: c.Got, Want: c.Want}
		if c.Err != nil {
			checks[i].Reason = c.Err.Error()
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Verdict    string    `json:"verdict"`
		Time       time.Time `json:"time"`
		URL        string    `json:"url"`
		Thumbprint string    `json:"thumbprint,omitempty"` // of the key of the proof
		Bound      string    `json:"bound,omitempty"`      // cnf.jkt of the access token
		Hash       string    `json:"ath,omitempty"`        // what ath must be
		Checks     []check   `json:"checks"`
	}{verdict, x.Time.UTC(), x.URL, x.Thumbprint, x.Bound, x.Hash, checks})
}
