package jwt

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Texts that are not a strict JSON object, and the place where they break.
func TestParseObjectRefuses(t *testing.T) {
	many := func(n int) string {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf(`"x%d":0`, i))
		}
		return strings.Join(names, ",")
	}
	for _, c := range []struct {
		why, text string
		offset    int
	}{
		{"nothing", "", 0},
		{"white space", " \t\r\n", 4},
		{"an array", "[]", 0},
		{"a string", `"{}"`, 0},
		{"a number", "7", 0},
		{"null", "null", 0},
		{"byte order mark", "\ufeff{}", 0},
		{"UTF-16", "{\x00}\x00", 1},
		{"NUL before", "\x00{}", 0},
		{"NUL after", "{}\x00", 2},
		{"form feed is no space", "{\f}", 1},
		{"no-break space is no space", "{\u00a0}", 1},
		{"not closed", "{", 1},
		{"not closed", `{"a":1`, 6},
		{"not closed", `{"a":[1`, 7},
		{"not closed", `{"a":{"b":1}`, 12},
		{"not closed", `{"a`, 3},
		{"closed by another", `{"a":1]`, 6},
		{"closed by another", `{"a":[1}`, 7},
		{"closed twice", `{}}`, 2},
		{"another object after it", `{}{}`, 2},
		{"data after it", `{} x`, 3},
		{"a comment", `{/**/}`, 1},
		{"a comma at the end", `{"a":1,}`, 7},
		{"a comma at the end", `{"a":[1,]}`, 8},
		{"a comma at the start", `{,"a":1}`, 1},
		{"two commas", `{"a":1,,"b":2}`, 7},
		{"no comma", `{"a":1 "b":2}`, 7},
		{"no colon", `{"a" 1}`, 5},
		{"no colon", `{"a"}`, 4},
		{"two colons", `{"a"::1}`, 5},
		{"no value", `{"a":}`, 5},
		{"no value", `{"a":`, 5},
		{"a name without quotes", `{a:1}`, 1},
		{"a name in single quotes", `{'a':1}`, 1},
		{"a number as name", `{1:1}`, 1},
		{"null as name", `{null:1}`, 1},
		{"True", `{"a":True}`, 5},
		{"nul", `{"a":nul}`, 5},
		{"nulls", `{"a":nulls}`, 9},
		{"truefalse", `{"a":truefalse}`, 9},
		{"NaN", `{"a":NaN}`, 5},
		{"-Infinity", `{"a":-Infinity}`, 6},
		{"plus", `{"a":+1}`, 5},
		{"a leading zero", `{"a":01}`, 6},
		{"a leading zero", `{"a":-00}`, 7},
		{"no digit before the point", `{"a":.5}`, 5},
		{"no digit after the point", `{"a":5.}`, 7},
		{"no digit in the exponent", `{"a":5e}`, 7},
		{"no digit in the exponent", `{"a":5e+}`, 8},
		{"two signs", `{"a":5e+-1}`, 8},
		{"minus alone", `{"a":-}`, 6},
		{"hexadecimal", `{"a":0x10}`, 6},
		{"an underline", `{"a":1_000}`, 6},
		{"another digit", `{"a":` + "\u0661" + `}`, 5},
		{"line feed in a string", "{\"a\":\"\n\"}", 6},
		{"tab in a string", "{\"a\":\"\t\"}", 6},
		{"NUL in a string", "{\"a\":\"\x00\"}", 6},
		{"control character in a name", "{\"\x1f\":1}", 2},
		{"a bad escape", `{"a":"\x"}`, 6},
		{"an escape of nothing", `{"a":"\`, 6},
		{"an escaped quote, and no end", `{"a":"\"}`, 9},
		{"three digits", `{"a":"\u123"}`, 6},
		{"three digits, and no end", `{"a":"\u123`, 6},
		{"a low half of three digits, and no end", `{"a":"\ud800\udc0`, 6},
		{"no hexadecimal digit", `{"a":"\u12g4"}`, 6},
		{"U in upper case", `{"a":"\U0041"}`, 6},
		{"a lone high surrogate", `{"a":"x\ud800"}`, 7},
		{"a lone high surrogate, and text", `{"a":"\ud800xxxxxx"}`, 6},
		{"a lone low surrogate", `{"a":"\udc00"}`, 6},
		{"two high surrogates", `{"a":"\ud800\ud800"}`, 6},
		{"surrogates the wrong way round", `{"a":"\udc00\ud800"}`, 6},
		{"a high surrogate and another escape", `{"a":"\ud800\u0041"}`, 6},
		{"a low half without its backslash", `{"a":"\ud800xudc00"}`, 6},
		{"a low half under another escape", `{"a":"\ud800\bdc00"}`, 6},
		{"a lone surrogate in a name", `{"\udfff":1}`, 2},
		{"a lone surrogate deep within", `{"a":[{"b":["\ud800"]}]}`, 13},
		{"invalid UTF-8", "{\"a\":\"\xff\"}", 6},
		{"a UTF-8 sequence cut off", "{\"a\":\"\xe2\x82\"}", 6},
		{"overlong UTF-8", "{\"a\":\"\xc0\x80\"}", 6},
		{"a surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}", 6},
		{"beyond Unicode", "{\"a\":\"\xf4\x90\x80\x80\"}", 6},
		{"invalid UTF-8 in a name", "{\"\xe9\":1}", 2},
		{"invalid UTF-8 after U+FFFD", "{\"\ufffd\":\"\xff\"}", 8},
		{"a name twice", `{"a":1,"a":1}`, 7},
		{"a name twice, once with an escape", `{"a":1,"\u0061":1}`, 7},
		{"an empty name twice", `{"":1,"":1}`, 6},
		{"a name twice, with another between", `{"a":1,"b":{"a":1},"a":1}`, 19},
		{"a name twice in an object", `{"a":{"b":1,"b":1}}`, 12},
		{"a name twice in an array's object", `{"a":[1,{"b":1,"b":1}]}`, 15},
		{"a name twice deep within", `{"a":[[{"b":{"c":{"d":1,"d":1}}}]]}`, 24},
		{"the 17th name twice", `{` + many(17) + `,"x16":1}`, -1},
		{"the first name twice, of 40", `{` + many(40) + `,"x0":1}`, -1},
		{"the last name twice, of 1000", `{` + many(1000) + `,"x999":1}`, -1},
		{"a name twice, of 40, deep within", `{"a":[{` + many(40) + `,"x7":1}]}`, -1},
		{"too many members", `{` + many(maxMembers+1) + `}`, -1},
		{"too many members deep within", `{"a":[{` + many(maxMembers+1) + `}]}`, -1},
		{"too deep", nest(maxDepth + 1), maxDepth * 5},
		{"far too deep", strings.Repeat(`{"a":`, 10_000), maxDepth * 5},
		{"too many brackets", `{"a":` + strings.Repeat("[", 10_000), 5 + maxDepth - 1},
	} {
		o, err := ParseObject([]byte(c.text))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !errors.Is(err, ErrMalformed) || o.Names() == nil || len(o.Names()) > 0 || o.Has("a") {
			t.Errorf("%s: ParseObject(%.60q) = %v, %v; want a *SyntaxError", c.why, c.text, o, err)
			continue
		}
		if c.offset >= 0 && syntax.Offset != c.offset {
			t.Errorf("%s: ParseObject(%.60q): %v; want offset %d", c.why, c.text, err, c.offset)
		}
		if syntax.Offset < 0 || syntax.Offset > len(c.text) {
			t.Errorf("%s: ParseObject(%.60q): %v; not within the text", c.why, c.text, err)
		}
	}
}

// nest returns objects within each other, so many of them.
// SECURITY.md says 128 levels and 1024 members: with one more, an object is
// refused, whatever it is made of.
func TestParseObjectBounds(t *testing.T) {
	arrays := func(n int) string { return `{"a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}` }
	mixed := func(n int) string {
		return strings.Repeat(`{"a":[`, n/2) + strings.Repeat("{}", n%2) + strings.Repeat("]}", n/2)
	}
	for why, text := range map[string]func(int) string{"objects": nest, "arrays": arrays, "objects in arrays": mixed} {
		if _, err := ParseObject([]byte(text(128))); err != nil {
			t.Errorf("%s: ParseObject with 128 levels = %v", why, err)
		}
		if o, err := ParseObject([]byte(text(129))); o.members != nil || !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: ParseObject with 129 levels = %v, %v; want error %q", why, o.Names(), err, ErrMalformed)
		}
	}
	if _, err := ParseObject([]byte(members(1024))); err != nil {
		t.Errorf("ParseObject with 1024 members = %v", err)
	}
	if _, err := ParseObject([]byte(members(1025))); !errors.Is(err, ErrMalformed) {
		t.Errorf("ParseObject with 1025 members = %v; want error %q", err, ErrMalformed)
	}
}

func nest(depth int) string {
	return strings.Repeat(`{"a":`, depth-1) + "{}" + strings.Repeat("}", depth-1)
}

// What is strict JSON, however odd.
func TestParseObjectAccepts(t *testing.T) {
	for _, c := range []struct {
		why, text string
		names     []string
	}{
		{"empty", "{}", []string{}},
		{"white space everywhere", " \r\n\t{ \"a\" : [ ] ,\n\"b\"\t:\r{ } } ", []string{"a", "b"}},
		{"in the order of the text", `{"z":1,"a":2,"m":3}`, []string{"z", "a", "m"}},
		{"names that differ in case", `{"alg":1,"ALG":2,"Alg":3}`, []string{"alg", "ALG", "Alg"}},
		{"names that Unicode folds", `{"k":1,"\u212a":2,"s":3,"ſ":4}`, []string{"k", "\u212a", "s", "ſ"}},
		{"names that differ in their normal form", `{"é":1,"e\u0301":2}`, []string{"é", "e\u0301"}},
		{"the empty name", `{"":1}`, []string{""}},
		{"an escaped name", `{"\u0061\"\\\/\b\f\n\r\t":1}`, []string{"a\"\\/\b\f\n\r\t"}},
		{"a surrogate pair", `{"\ud83d\uDE00":1}`, []string{"\U0001f600"}},
		{"U+FFFD itself", `{"\ufffd":1}`, []string{"\ufffd"}},
		{"noncharacters, NUL, DEL", "{\"\\uffff\\u0000\x7f\u2028\":1}", []string{"\uffff\x00\x7f\u2028"}},
		{"every hexadecimal digit", `{"\u0123\u4567\u89ab\ucdef\uABCD\uEF0f\u00fF":1}`, []string{"\u0123\u4567\u89ab\ucdef\uabcd\uef0f\u00ff"}},
		{"one name in two objects", `{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}`, []string{"a", "b"}},
		{"every number", `{"a":[0,-0,1,-1,10,1.5,0.0,1e5,1E5,1e+5,1e-5,0e0,123456789012345678901234567890,1e400]}`, []string{"a"}},
		{"every word", `{"a":[true,false,null]}`, []string{"a"}},
		{"as deep as can be", nest(maxDepth), []string{"a"}},
	} {
		o, err := ParseObject([]byte(c.text))
		if err != nil {
			t.Errorf("%s: ParseObject(%s) = %v", c.why, c.text, err)
			continue
		}
		if diff := cmp.Diff(c.names, o.Names()); diff != "" {
			t.Errorf("%s: ParseObject(%s).Names() (-want +got):\n%s", c.why, c.text, diff)
		}
		for _, name := range c.names {
			if !o.Has(name) {
				t.Errorf("%s: Has(%q) = false", c.why, name)
			}
		}
		if text, err := o.MarshalJSON(); string(text) != c.text || err != nil {
			t.Errorf("%s: MarshalJSON() = %s, %v; want the text as it was", c.why, text, err)
		}
	}
	var text strings.Builder
	for i := range maxMembers {
		fmt.Fprintf(&text, `,"x%d":0`, maxMembers-i)
	}
	o, err := ParseObject([]byte("{" + text.String()[1:] + "}"))
	if err != nil || len(o.Names()) != maxMembers {
		t.Fatalf("%d members: %v", maxMembers, err)
	}
	for i, name := range o.Names() {
		if want := fmt.Sprintf("x%d", maxMembers-i); name != want {
			t.Fatalf("of many members, name %d is %q; want %q: the order of the text", i, name, want)
		}
	}
}

// An Object does not change with the bytes that it was read from.
func TestObjectIsACopy(t *testing.T) {
	text := []byte(`{"a":"b"}`)
	o, err := ParseObject(text)
	if err != nil {
		t.Fatal(err)
	}
	clear(text)
	var s string
	if err := o.Get("a", &s); err != nil || s != "b" {
		t.Errorf("Get = %q, %v", s, err)
	}
	var raw json.RawMessage
	if err := o.Get("a", &raw); err != nil {
		t.Fatal(err)
	}
	clear(raw)
	if err := o.Get("a", &s); err != nil || s != "b" {
		t.Errorf("Get = %q, %v", s, err)
	}
}

func TestZeroObject(t *testing.T) {
	var o Object
	var s string
	if o.Has("") || len(o.Names()) != 0 || o.Get("a", &s) == nil {
		t.Error("the zero Object has members")
	}
	if text, err := json.Marshal(o); string(text) != "{}" || err != nil {
		t.Errorf("MarshalJSON = %s, %v; want {}", text, err)
	}
}
