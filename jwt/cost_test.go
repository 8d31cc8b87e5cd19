package jwt

import (
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// What a stranger can make us spend. A token costs its sender next to nothing,
// and anyone can make us spend what happens before the signature is checked.

// tooLong are texts of a mebibyte. Their length is the first thing that is
// looked at, and the last.
var tooLong = map[string]func(t *testing.T) string{
	"dots":                   func(*testing.T) string { return strings.Repeat(".", 1<<20) },
	"opening brackets":       func(*testing.T) string { return strings.Repeat("[", 1<<20) },
	"letters":                func(*testing.T) string { return strings.Repeat("A", 1<<20) },
	"line feeds":             func(*testing.T) string { return strings.Repeat("\n", 1<<20) },
	"60,000 header members":  func(*testing.T) string { return encode(members(60_000)) + ".e30.AA" },
	"60,000 payload members": func(*testing.T) string { return encode(`{"alg":"RS256"}`) + "." + encode(members(60_000)) + ".AA" },
	"a deep header":          func(*testing.T) string { return encode(strings.Repeat(`{"a":`, 150_000)) + ".e30.AA" },
	"JSON":                   func(*testing.T) string { return strings.Repeat(`{"payload":"e30"}`, 60_000) },
	"a long claim, signed": func(t *testing.T) string {
		return token(t, RS256, payload(`"a":"`+strings.Repeat("a", 1<<20)+`"`))
	},
}

func members(n int) string {
	return fill(1<<30, n, `{`, func(i int) string { return fmt.Sprintf(`"%x":1`, i) }, `}`)
}

// dear are objects of about so many bytes, of the kinds that cost most to
// read. Each is put where a stranger can put it, into the header, and where
// only the issuer can, into the payload of a token with a good signature.
var dear = map[string]func(size int) string{
	"spaces":              func(n int) string { return object(strings.Repeat(" ", n)) },
	"a long name":         func(n int) string { return object(`,"` + strings.Repeat("a", n) + `":0`) },
	"a long name, \\n":    func(n int) string { return object(`,"` + strings.Repeat(`\n`, n/2) + `":0`) },
	"a long name, \\u":    func(n int) string { return object(`,"` + strings.Repeat(`\u4e2d`, n/6) + `":0`) },
	"a long string":       func(n int) string { return object(`,"a":"` + strings.Repeat("a", n) + `"`) },
	"a long number":       func(n int) string { return object(`,"a":` + strings.Repeat("1", n)) },
	"a long kid":          func(n int) string { return object(`,"kid":"` + strings.Repeat("k", n) + `"`) },
	"a long kid, \\n":     func(n int) string { return object(`,"kid":"` + strings.Repeat(`\n`, n/2) + `"`) },
	"a long typ":          func(n int) string { return object(`,"typ":"` + strings.Repeat("t", n) + `"`) },
	"a long typ, \\u":     func(n int) string { return object(`,"typ":"` + strings.Repeat(`\u4e2d`, n/6) + `"`) },
	"a long alg":          func(n int) string { return `{"alg":"` + strings.Repeat("A", n) + `"}` },
	"a crit of one":       func(n int) string { return object(`,"crit":["` + strings.Repeat("c", n) + `"]`) },
	"a crit of many":      func(n int) string { return list(n, `,"crit":[`, `""`, `]`) },
	"an aud of many":      func(n int) string { return list(n, `,"aud":[`, `""`, `]`) },
	"an aud of many, \\n": func(n int) string { return list(n, `,"aud":[`, `"\n"`, `]`) },
	"an exp of digits":    func(n int) string { return object(`,"exp":` + strings.Repeat("1", n)) },
	"an exp of 1.11111":   func(n int) string { return object(`,"exp":1.` + strings.Repeat("1", n)) },
	"an exp of 1e00000":   func(n int) string { return object(`,"exp":1e` + strings.Repeat("0", n)) },

	"members":           func(n int) string { return thousand(n, "%x") },
	"members, \\n":      func(n int) string { return thousand(n, `\n%x`) },
	"long members":      func(n int) string { return thousand(n, "%x"+strings.Repeat("a", n/1200)) },
	"long members, \\n": func(n int) string { return thousand(n, "%x"+strings.Repeat(`\n`, n/2400)) },
	"long members, \\u": func(n int) string { return thousand(n, "%x"+strings.Repeat(`\u4e2d`, n/7200)) },
	"too many members": func(n int) string {
		return object(fill(n, n, `,`, func(i int) string { return fmt.Sprintf(`"%x":1`, i) }, ``))
	},
	"numbers in an array":    func(n int) string { return list(n, `,"a":[`, `0`, `]`) },
	"arrays in an array":     func(n int) string { return list(n, `,"a":[`, `[]`, `]`) },
	"objects in an array":    func(n int) string { return list(n, `,"a":[`, `{}`, `]`) },
	"of 1 in an array":       func(n int) string { return list(n, `,"a":[`, `{"":0}`, `]`) },
	"of 20 in an array":      func(n int) string { return list(n, `,"a":[`, members(20), `]`) },
	"of 1000 in an array":    func(n int) string { return list(n, `,"a":[`, members(1000), `]`) },
	"of 1 in each other":     func(n int) string { return within(n, 1) },
	"of 20 in each other":    func(n int) string { return within(n, 20) },
	"of 100 in each other":   func(n int) string { return within(n, 100) },
	"of 1000 in each other":  func(n int) string { return within(n, 1000) },
	"arrays in each other":   func(n int) string { return object(`,"a":` + strings.Repeat("[", n)) },
	"a name twice, the last": func(n int) string { return object(`,"` + strings.Repeat("a", n-20) + `":0,"alg":0`) },
}

// object returns a header, and claims, with more members.
func object(more string) string { return `{"alg":"RS256"` + more + `}` }

// thousand returns an object of as many members as are read, or for which there
// is room.
func thousand(size int, name string) string {
	return object(fill(size, maxMembers-1, `,`, func(i int) string { return fmt.Sprintf(`"`+name+`":1`, i) }, ``))
}

// list returns an object with an array in which piece stands again and again.
func list(size int, open, piece, end string) string {
	return object(fill(size, size, open, func(int) string { return piece }, end))
}

// fill joins pieces, at most so many and as many as there is room for.
func fill(size, most int, open string, piece func(i int) string, end string) string {
	var b strings.Builder
	b.WriteString(open)
	for i := range most {
		p := piece(i)
		if b.Len()+len(p)+len(end) > size {
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(p)
	}
	return b.String() + end
}

// within returns objects of so many members within each other.
func within(size, of int) string {
	open := strings.TrimSuffix(members(of), "}") + `,"":`
	depth := min(size/(len(open)+1), maxDepth-1)
	return object(`,"":` + strings.Repeat(open, depth) + `0` + strings.Repeat("}", depth))
}

// TestCostOfTooLong: a token that is too long costs its refusal, whatever it
// is and however long.
func TestCostOfTooLong(t *testing.T) {
	w := table()
	fmt.Fprintln(w, "\nA TOKEN OF A MEBIBYTE\tBYTES\tTIME")
	v := verifier()
	for _, name := range sorted(tooLong) {
		text := tooLong[name](t)
		if len(text) < 1<<19 {
			t.Fatalf("%s: no more than %d bytes", name, len(text))
		}
		_, err := v.Verify(t.Context(), text)
		if want := (&Error{Step: StepShape, Err: ErrTooLarge}).Error(); err == nil || err.Error() != want {
			t.Errorf("%s: Verify = nil, %v; want %q", name, err, want)
		}
		c := measure(func() { v.Verify(t.Context(), text) })
		if c.bytes > 2<<10 {
			t.Errorf("%s: %d bytes; want at most 2 KiB", name, c.bytes)
		}
		fmt.Fprintf(w, "%s\t%d\t%v\n", name, c.bytes, c.time)
	}
	w.Flush()
}

// TestCostOfNonsense: within the limit, a token costs in proportion to its
// length: at most twice that, and the room for a thousand members. At 64 KiB
// this is four times its length.
func TestCostOfNonsense(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates too")
	}
	sizes := []int{8 << 10, 16 << 10, 32 << 10, DefaultMaxSize}
	put := map[string]func(o func(int) string, size int) string{
		"header":  func(o func(int) string, size int) string { return encode(o((size-48)*3/4)) + ".e30.AA" },
		"payload": func(o func(int) string, size int) string { return token(t, RS256, o((size-448)*3/4)) },
		"header before a long signature": func(o func(int) string, size int) string {
			return encode(o((size/2-48)*3/4)) + ".e30." + strings.Repeat("A", size/2)
		},
	}
	v := verifier()
	for _, where := range sorted(put) {
		w := table()
		fmt.Fprintf(w, "\nA %s OF\tBYTES: 8 KiB\t16 KiB\t32 KiB\t64 KiB\tTIME: 8 KiB\t16 KiB\t32 KiB\t64 KiB\n", strings.ToUpper(where))
		for _, name := range sorted(dear) {
			bytes, times := "", ""
			for _, size := range sizes {
				text := put[where](dear[name], size)
				if len(text) > size {
					t.Fatalf("%s of %d: %d", name, size, len(text))
				}
				if _, err := v.Verify(t.Context(), text); err == nil {
					t.Errorf("%s in the %s: Verify = nil error; want a refusal", name, where)
				}
				c := measure(func() { v.Verify(t.Context(), text) })
				if limit := 2*size + 128<<10; c.bytes > limit {
					t.Errorf("%s in a %s of %d bytes: %d bytes; want at most %d", name, where, size, c.bytes, limit)
				}
				bytes += fmt.Sprintf("\t%d", c.bytes)
				times += fmt.Sprintf("\t%v", c.time)
			}
			fmt.Fprintf(w, "%s%s%s\n", name, bytes, times)
		}
		w.Flush()
	}
}

func BenchmarkCostOfNonsense(b *testing.B) {
	v := verifier()
	for _, name := range sorted(dear) {
		text := encode(dear[name]((DefaultMaxSize-48)*3/4)) + ".e30.AA"
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				v.Verify(b.Context(), text)
			}
		})
	}
}

// table returns a table that is printed if the test is run with -v.
func table() *tabwriter.Writer {
	out := io.Discard
	if testing.Verbose() {
		out = os.Stdout
	}
	return tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
}

// A cost is that of one call.
type cost struct {
	bytes int // allocated
	time  time.Duration
}

// measure calls f a few times. It takes the least of them: what another
// goroutine allocates meanwhile does not count.
func measure(f func()) cost {
	f()
	least := cost{math.MaxInt, math.MaxInt64}
	var before, after runtime.MemStats
	for range 3 {
		runtime.ReadMemStats(&before)
		began := time.Now()
		f()
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		least.bytes = min(least.bytes, int(after.TotalAlloc-before.TotalAlloc))
		least.time = min(least.time, took)
	}
	least.time = least.time.Round(time.Microsecond / 10)
	return least
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
