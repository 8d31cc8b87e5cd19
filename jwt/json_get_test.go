package jwt

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Get takes just one kind of value for each type, and leaves what it cannot
// fill alone.
func TestGet(t *testing.T) {
	const text = `{
		"string": "a\u0062", "empty": "", "bracket": "]", "true": true, "false": false, "null": null,
		"zero": 0, "int": -7, "max": 9223372036854775807, "min": -9223372036854775808, "over": 9223372036854775808,
		"float": 1.5, "whole": 1.0, "exp": 1e3, "huge": 1e400, "tiny": 1e-400, "minus": -1.5,
		"strings": ["a", "\u0062"], "none": [], "mixed": ["a", 1], "nulls": [null], "numbers": [1, 2.5],
		"object": {"a": 1}, "objects": [{"a": 1}, {}]
	}`
	all := map[string]bool{}
	o, err := ParseObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range o.Names() {
		all[name] = true
	}
	ints := map[string]any{"zero": 0, "int": -7}
	if strconv.IntSize == 64 {
		ints["max"], ints["min"] = math.MaxInt, math.MinInt
	}
	kinds := []struct {
		kind string
		get  func(name string) (any, error)
		want map[string]any
	}{
		{"string", get[string](o), map[string]any{"string": "ab", "empty": "", "bracket": "]"}},
		{"bool", get[bool](o), map[string]any{"true": true, "false": false}},
		{"int", get[int](o), ints},
		{"int64", get[int64](o), map[string]any{"zero": int64(0), "int": int64(-7), "max": int64(1<<63 - 1), "min": int64(-1 << 63)}},
		{"float64", get[float64](o), map[string]any{"zero": 0., "int": -7., "max": 0x1p63, "min": -0x1p63, "over": 0x1p63, "float": 1.5, "whole": 1., "exp": 1000., "tiny": 0., "minus": -1.5}},
		{"time", get[time.Time](o), map[string]any{
			"zero": time.Unix(0, 0).UTC(), "int": time.Unix(-7, 0).UTC(), "float": time.Unix(1, 5e8).UTC(), "minus": time.Unix(-1, -5e8).UTC(),
			"whole": time.Unix(1, 0).UTC(), "exp": time.Unix(1000, 0).UTC(), "tiny": time.Unix(0, 0).UTC(),
			"max": time.Unix(farAway, 0).UTC(), "min": time.Unix(-farAway, 0).UTC(), "over": time.Unix(farAway, 0).UTC(),
		}},
		{"[]string", get[[]string](o), map[string]any{"strings": []string{"a", "b"}, "none": []string{}}},
		{"[]json.RawMessage", get[[]json.RawMessage](o), map[string]any{
			"strings": raws(`"a"`, `"\u0062"`), "none": raws(), "mixed": raws(`"a"`, `1`), "nulls": raws(`null`), "numbers": raws(`1`, `2.5`), "objects": raws(`{"a": 1}`, `{}`),
		}},
	}
	for _, k := range kinds {
		for name := range all {
			got, err := k.get(name)
			want, ok := k.want[name]
			switch {
			case !ok && !errors.Is(err, ErrMalformed):
				t.Errorf("Get(%q, *%s) = %v, %v; want error %q", name, k.kind, got, err, ErrMalformed)
			case ok && (err != nil || !cmp.Equal(got, want)):
				t.Errorf("Get(%q, *%s) = %#v, %v; want %#v", name, k.kind, got, err, want)
			}
		}
		if _, err := k.get("absent"); !errors.Is(err, ErrAbsent) || errors.Is(err, ErrMalformed) {
			t.Errorf("Get(absent, *%s) = %v; want error %q", k.kind, err, ErrAbsent)
		}
		if _, err := k.get("String"); !errors.Is(err, ErrAbsent) {
			t.Errorf("Get(String, *%s) = %v; want error %q", k.kind, err, ErrAbsent)
		}
	}
	var raw json.RawMessage
	for name := range all {
		if err := o.Get(name, &raw); err != nil || !json.Valid(raw) {
			t.Errorf("Get(%q, *json.RawMessage) = %s, %v", name, raw, err)
		}
	}
	// The types that Get does not take, for which there is Decode.
	for name, dst := range map[string]any{
		"string": new(any), "strings": new([]any), "none": new([]int), "zero": new(uint), "int": new(json.Number), "float": new(float32),
		"object": new(map[string]any), "null": nil, "true": true, "false": struct{}{}, "empty": "",
	} {
		if err := o.Get(name, dst); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), fmt.Sprintf("%T", dst)) {
			t.Errorf("Get(%q, %T) = %v; want error %q that names the type", name, dst, err, ErrMalformed)
		}
	}
}

func TestGetNilPointers(t *testing.T) {
	o, err := ParseObject([]byte(`{"a":"b"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, dst := range []any{
		(*string)(nil), (*bool)(nil), (*int)(nil), (*int64)(nil), (*float64)(nil), (*time.Time)(nil), (*[]string)(nil),
		(*Object)(nil), (*[]Object)(nil), (*json.RawMessage)(nil), (*[]json.RawMessage)(nil),
	} {
		if err := o.Get("a", dst); !errors.Is(err, ErrMalformed) {
			t.Errorf("Get(a, %T(nil)) = %v; want error %q", dst, err, ErrMalformed)
		}
	}
}

// get calls Get with a T that holds something, and reports whether a refusal
// left that alone.
func get[T any](o Object) func(name string) (any, error) {
	return func(name string) (any, error) {
		var dst T
		err := o.Get(name, &dst)
		if err == nil {
			return dst, nil
		}
		var zero T
		if !cmp.Equal(dst, zero) {
			return dst, fmt.Errorf("an error, and %v all the same: %v", dst, err)
		}
		return nil, err
	}
}

func raws(texts ...string) []json.RawMessage {
	list := []json.RawMessage{}
	for _, s := range texts {
		list = append(list, json.RawMessage(s))
	}
	return list
}

func TestGetObjects(t *testing.T) {
	o, err := ParseObject([]byte(`{"o":{"a":{"b":["c"]},"A":0},"list":[{"x":1},{"x":2}],"bad":[{},7],"null":null}`))
	if err != nil {
		t.Fatal(err)
	}
	var inner Object
	if err := o.Get("o", &inner); err != nil || !slices.Equal(inner.Names(), []string{"a", "A"}) {
		t.Errorf("Get(o) = %v, %v", inner.Names(), err)
	}
	if text, _ := inner.MarshalJSON(); string(text) != `{"a":{"b":["c"]},"A":0}` {
		t.Errorf("MarshalJSON = %s", text)
	}
	var list []Object
	if err := o.Get("list", &list); err != nil || len(list) != 2 {
		t.Fatalf("Get(list) = %v, %v", list, err)
	}
	var x int64
	if err := list[1].Get("x", &x); err != nil || x != 2 {
		t.Errorf("Get(x) = %d, %v", x, err)
	}
	for _, name := range []string{"bad", "null", "o"} {
		if err := o.Get(name, &list); !errors.Is(err, ErrMalformed) || len(list) != 2 {
			t.Errorf("Get(%s, *[]Object) = %v, and %d objects; want an error, and the old ones", name, err, len(list))
		}
	}
	for _, name := range []string{"list", "null"} {
		if err := o.Get(name, &inner); !errors.Is(err, ErrMalformed) || !inner.Has("a") {
			t.Errorf("Get(%s, *Object) = %v", name, err)
		}
	}
}

// An array that nobody asks for may be long. One that somebody asks for takes
// more memory than its text.
func TestGetLongArrays(t *testing.T) {
	if maxElements != 65_536 {
		t.Errorf("maxElements = %d; the documentation and the errors say 65536", maxElements)
	}
	zeros := func(n int) string { return "[0" + strings.Repeat(",0", n-1) + "]" }
	o, err := ParseObject([]byte(`{"most":` + zeros(maxElements) + `,"more":` + zeros(maxElements+1) + `}`))
	if err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if err := o.Get("most", &list); err != nil || len(list) != maxElements {
		t.Errorf("Get(most) = %v, and %d elements; want %d", err, len(list), maxElements)
	}
	if err := o.Get("more", &list); !errors.Is(err, ErrMalformed) {
		t.Errorf("Get(more) = %v; want error %q", err, ErrMalformed)
	}
}

// A number that is never read does no harm.
func TestNumbersAreText(t *testing.T) {
	digits := strings.Repeat("9", 10_000)
	o, err := ParseObject([]byte(`{"a":1e400,"b":-1e-999999999999,"c":` + digits + `,"d":1e999999999,"e":"ok"}`))
	if err != nil {
		t.Fatal(err)
	}
	var s string
	if err := o.Get("e", &s); err != nil || s != "ok" {
		t.Errorf("Get = %q, %v", s, err)
	}
	var raw json.RawMessage
	if err := o.Get("c", &raw); err != nil || string(raw) != digits {
		t.Errorf("Get = %.20s, %v", raw, err)
	}
	for _, name := range []string{"a", "c", "d"} {
		var f float64
		var i int64
		var d time.Time
		if o.Get(name, &f) == nil || o.Get(name, &i) == nil || o.Get(name, &d) == nil {
			t.Errorf("Get(%s) = %v, %v, %v; want errors", name, f, i, d)
		}
	}
}

func TestObjectBase64URL(t *testing.T) {
	o, err := ParseObject([]byte(`{"e":"AQAB","empty":"","padded":"AQ==","spare":"AR","standard":"+/8","lf":"AQ\nAB","number":1,"null":null,"escaped":"\u0041QAB"}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"e": {1, 0, 1}, "empty": {}, "escaped": {1, 0, 1}} {
		if got, err := o.Base64URL(name); err != nil || got == nil || !slices.Equal(got, want) {
			t.Errorf("Base64URL(%s) = %x, %v; want %x", name, got, err, want)
		}
	}
	for _, name := range []string{"padded", "spare", "standard", "lf", "number", "null"} {
		if got, err := o.Base64URL(name); got != nil || !errors.Is(err, ErrMalformed) {
			t.Errorf("Base64URL(%s) = %x, %v; want error %q", name, got, err, ErrMalformed)
		}
	}
	if got, err := o.Base64URL("E"); got != nil || !errors.Is(err, ErrAbsent) {
		t.Errorf("Base64URL(E) = %x, %v; want error %q", got, err, ErrAbsent)
	}
}
