package workbench

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Changes are what was done to a specimen. They stand in its address, which
// names bits, a time and algorithms, and never a token.
type changes struct {
	Flips []int    // the bits that were turned round
	Now   string   // "" for the specimen's own
	Algs  []string // nil for the specimen's own
}

// maxFlips is more than anybody follows, and keeps addresses short.
const maxFlips = 64

// changesOf reads the query of an address.
func changesOf(q url.Values) (c changes, err error) {
	for _, s := range q["flip"] {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || len(c.Flips) == maxFlips {
			return c, errors.New("flip is the number of a bit, and there are at most 64 of them")
		}
		c.Flips = append(c.Flips, n)
	}
	if c.Now = q.Get("now"); c.Now != "" {
		if _, err := ParseTime(c.Now); err != nil {
			return c, err
		}
	}
	if q.Has("alg") {
		c.Algs = slices.DeleteFunc(slices.Clone(q["alg"]), func(s string) bool { return s == "" })
		if c.Algs == nil || len(strings.Join(c.Algs, "")) > 256 {
			c.Algs = []string{}
		}
	}
	return c, nil
}

// query returns the address of the changes, "" if there are none.
func (c changes) query() string {
	q := url.Values{}
	for _, n := range c.Flips {
		q.Add("flip", strconv.Itoa(n))
	}
	if c.Now != "" {
		q.Set("now", c.Now)
	}
	if c.Algs != nil {
		q["alg"] = c.Algs
		if len(c.Algs) == 0 {
			q["alg"] = []string{""}
		}
	}
	return q.Encode()
}

// flip returns the changes with one bit more, or without it if it was turned
// round already.
func (c changes) flip(n int) changes {
	c.Flips = slices.Clone(c.Flips)
	if i := slices.Index(c.Flips, n); i >= 0 {
		c.Flips = slices.Delete(c.Flips, i, i+1)
	} else {
		c.Flips = append(c.Flips, n)
	}
	return c
}

// restore returns the changes with no bit of one byte turned round.
func (c changes) restore(byteNumber int) changes {
	c.Flips = slices.DeleteFunc(slices.Clone(c.Flips), func(n int) bool { return n/8 == byteNumber })
	return c
}

// turned reports whether a bit of the byte was turned round.
func (c changes) turned(byteNumber int) bool {
	return slices.ContainsFunc(c.Flips, func(n int) bool { return n/8 == byteNumber })
}

// errTime says the forms of a time.
var errTime = errors.New("a time is written like 2026-01-15T12:00:00Z, or in seconds since 1970")

// ParseTime reads RFC 3339, or seconds since 1970. The JSON of an explanation
// has the time in UTC, where its year needs to have four digits.
func ParseTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if sec, number := strconv.ParseInt(s, 10, 64); number == nil {
		t, err = time.Unix(sec, 0).UTC(), nil
	}
	if year := t.UTC().Year(); err != nil || year < 0 || year > 9999 {
		return time.Time{}, errTime
	}
	return t, nil
}
