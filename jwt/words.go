package jwt

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The words that an [Examination] writes for people.

// count writes "1 part" and "3 parts".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// quoteAll quotes a list of our own, such as the algorithms that we accept.
func quoteAll[S ~string](list []S) string { return fmt.Sprintf("%q", list) }

// difference names the small thing in which two URLs differ. It returns "" if
// they differ in more.
func difference(a, b string) string {
	schemeA, hostA, portA, pathA := cutURL(a)
	schemeB, hostB, portB, pathB := cutURL(b)
	switch {
	case strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/"):
		return "by the slash at the end"
	case strings.TrimSpace(a) == strings.TrimSpace(b):
		return "by white space"
	case strings.EqualFold(a, b):
		return "in upper and lower case"
	case hostA == "" || hostA != hostB || pathA != pathB:
		return ""
	case portA == portB:
		return "by the scheme"
	case schemeA == schemeB:
		return "by the port"
	}
	return "by scheme and port"
}

// cutURL cuts scheme://host:port/path. It is for difference only.
func cutURL(s string) (scheme, host, port, path string) {
	scheme, rest, _ := strings.Cut(s, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		rest, path = rest[:i], rest[i:]
	}
	host, port, _ = strings.Cut(rest, ":")
	return scheme, host, port, path
}

func ago(d time.Duration) string {
	if d < time.Second {
		return "just now"
	}
	return period(d) + " ago"
}

// period writes 1h30m0s, and from two days on only the days. [time.Time.Sub]
// returns the largest Duration for every longer distance.
func period(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == math.MaxInt64:
		return "more than 292 years"
	case d >= 2*day:
		return strconv.Itoa(int(d/day)) + " days"
	case d < time.Second:
		return d.String()
	}
	return d.Round(time.Second).String()
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// maxQuoted is how much of what the sender chose is shown, in bytes.
const maxQuoted = 64

// quoted quotes what the sender chose, and cuts it.
func quoted(s string) string {
	if len(s) > maxQuoted {
		return strconv.QuoteToASCII(s[:maxQuoted]) + "..."
	}
	return strconv.QuoteToASCII(s)
}

// quotedFew quotes the first of a list that the sender chose.
func quotedFew(list []string) string {
	const most = 8
	few, more := make([]string, min(len(list), most)), ""
	for i := range few {
		few[i] = quoted(list[i])
	}
	if len(list) > most {
		more = fmt.Sprintf(" and %d more", len(list)-most)
	}
	return "[" + strings.Join(few, " ") + more + "]"
}
