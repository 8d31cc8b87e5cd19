package jwt

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type (
	plain  struct{ Role string }
	tagged struct {
		Role string `json:"role"`
	}
	nested struct {
		Inner   tagged            `json:"inner"`
		Pointer *tagged           `json:"pointer"`
		List    []tagged          `json:"list"`
		Array   [1]tagged         `json:"array"`
		Map     map[string]tagged `json:"map"`
		Deep    map[string][]*tagged
	}
	base struct {
		Role string `json:"role"`
		Team string
	}
	embedding        struct{ base }
	embeddingPointer struct{ *Base }
	Base             struct {
		Role string `json:"role"`
	}
	embeddingNamed struct {
		Base `json:"base"`
		ROLE string
	}
	embeddingBase struct {
		base `json:"base"`
	}
	shadowing struct {
		Base
		Role int `json:"role"`
	}
	tagWins struct {
		Base
		Untagged
	}
	Untagged struct {
		Role string
		Role2,
		Name string
	}
	unexported struct {
		role string
		ROLE string
	}
	skipped struct {
		Role string `json:"-"`
		ROLE string
	}
	dash struct {
		Role string `json:"-,"`
	}
	recursive struct {
		*recursive
		Next *recursive `json:"next"`
		Role string     `json:"role"`
	}
	loud     struct{ Text string }
	hasLoud  struct{ Loud loud }
	embedsIt struct {
		loud
		Role string
	}
	anything struct {
		Any any             `json:"any"`
		Raw json.RawMessage `json:"raw"`
		N   json.Number     `json:"n"`
		B   []byte          `json:"b"`
		T   time.Time       `json:"t"`
	}
	Word     string
	embedded struct{ Word }
)

func (l *loud) UnmarshalJSON(b []byte) error {
	l.Text = string(b)
	return nil
}

// Exact names at the top level: a claim whose name only looks like the name of a
// field does not fill it.
func TestDecodeExactNames(t *testing.T) {
	for _, c := range []struct {
		why, text string
		dst, want any
	}{
		{"the name", `{"Role":"a"}`, new(plain), &plain{"a"}},
		{"lower case", `{"role":"a"}`, new(plain), &plain{}},
		{"upper case", `{"ROLE":"a"}`, new(plain), &plain{}},
		{"a tag", `{"role":"a"}`, new(tagged), &tagged{"a"}},
		{"a tag, and the field's name", `{"Role":"a"}`, new(tagged), &tagged{}},
		{"both, the false one last", `{"role":"user","Role":"admin","ROLE":"admin"}`, new(tagged), &tagged{"user"}},
		{"both, the false one first", `{"Role":"admin","role":"user"}`, new(tagged), &tagged{"user"}},
		{"escaped, and so the same", `{"\u0072ole":"a"}`, new(tagged), &tagged{"a"}},
		{"Kelvin sign", `{"\u212aey":"a"}`, new(struct{ Key string }), &struct{ Key string }{}},
		{"long s", `{"i\u017f\u017f":"a"}`, new(struct {
			Iss string `json:"iss"`
		}), &struct {
			Iss string `json:"iss"`
		}{}},
		{"nothing", `{}`, new(tagged), &tagged{}},
		{"null, and what another token said", `{"role":null}`, &tagged{"a"}, &tagged{}},
		{"absent, and what another token said", `{}`, &tagged{"a"}, &tagged{}},
		{"a struct behind an interface", `{"any":{"ROLE":"x","role":"a"}}`, &anything{Any: &Base{"b"}}, &anything{Any: map[string]any{"ROLE": "x", "role": "a"}}},

		{"in an inner object any case will do, as in encoding/json", `{"inner":{"Role":"a"},"list":[{"ROLE":"b"}],"map":{"X":{"rolE":"c"},"x":{}}}`, new(nested),
			&nested{Inner: tagged{"a"}, List: []tagged{{"b"}}, Map: map[string]tagged{"X": {"c"}, "x": {}}}},
		{"the name of the inner object itself is exact", `{"Inner":{"role":"x"},"LIST":[{"role":"x"}],"deep":{"a":null}}`, new(nested), &nested{}},
		{"a struct where null is", `{"inner":null,"pointer":null,"list":null,"map":null}`, new(nested), &nested{}},
		{"an empty array", `{"list":[]}`, new(nested), &nested{List: []tagged{}}},
		{"a map itself", `{"a":{"role":"b"},"A":{"role":"c"}}`, new(map[string]tagged), &map[string]tagged{"a": {"b"}, "A": {"c"}}},
		{"a pointer to a pointer", `{"role":"a","ROLE":"b"}`, new(*tagged), ptr(&tagged{"a"})},

		{"embedded", `{"role":"a","Team":"b","ROLE":"x","team":"x","base":{"role":"x"}}`, new(embedding), &embedding{base{"a", "b"}}},
		{"embedded pointer", `{"role":"a","ROLE":"b"}`, new(embeddingPointer), &embeddingPointer{&Base{"a"}}},
		{"embedded under a name", `{"base":{"role":"a"},"Base":{"role":"x"}}`, new(embeddingNamed), &embeddingNamed{Base: Base{"a"}}},
		{"embedded under a name has no names of its own", `{"role":"x"}`, new(embeddingNamed), &embeddingNamed{}},
		{"the outer one goes first", `{"role":7}`, new(shadowing), &shadowing{Role: 7}},
		{"a name from a tag goes first", `{"role":"a","Role":"b"}`, new(tagWins), &tagWins{Base{"a"}, Untagged{Role: "b"}}},
		{"not exported", `{"role":"x"}`, new(unexported), &unexported{}},
		{"taken out by its tag", `{"Role":"x","-":"x"}`, new(skipped), &skipped{}},
		{"named dash", `{"-":"a","Role":"x"}`, new(dash), &dash{"a"}},
		{"an embedded struct that has a name from its tag", `{"base":{"role":"a"},"role":"y"}`, new(embeddingBase), &embeddingBase{base{Role: "a"}}},
		{"a struct in itself", `{"role":"a","ROLE":"x","next":{"role":"b","next":{}}}`, new(recursive), &recursive{Role: "a", Next: &recursive{Role: "b", Next: &recursive{}}}},
		{"an embedded type that is no struct", `{"Word":"a","word":"x"}`, new(embedded), &embedded{"a"}},

		{"its own UnmarshalJSON gets the text", `{"Loud":{"a" : 1,"A":2}}`, new(hasLoud), &hasLoud{loud{`{"a" : 1,"A":2}`}}},
		{"also from within", `{"Role":"x"}`, new(embedsIt), &embedsIt{loud: loud{`{"Role":"x"}`}}},
		{"an interface takes all", `{"any":{"a":1,"A":[{"b":2}]}}`, new(anything), &anything{Any: map[string]any{"a": 1., "A": []any{map[string]any{"b": 2.}}}}},
		{"text, number, bytes and time as ever", `{"raw":{"a" :1},"n":1e400,"b":"AAEC","t":"2026-01-15T12:00:00Z"}`, new(anything),
			&anything{Raw: json.RawMessage(`{"a" :1}`), N: "1e400", B: []byte{0, 1, 2}, T: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)}},
		{"names that need escapes", `{"<\u2028\"\\>":"a"}`, new(map[string]string), &map[string]string{"<\u2028\"\\>": "a"}},
	} {
		claims, err := parseClaims(c.text)
		if err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		if err := claims.Decode(c.dst); err != nil {
			t.Errorf("%s: Decode(%s) = %v", c.why, c.text, err)
		}
		if diff := cmp.Diff(c.want, c.dst, cmp.AllowUnexported(embedding{}, embeddingPointer{}, embeddingBase{}, unexported{}, recursive{}, embedsIt{})); diff != "" {
			t.Errorf("%s: Decode(%s) (-want +got):\n%s", c.why, c.text, diff)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// Where all names are exact, Decode does what encoding/json does.
func TestDecodeAsEncodingJSON(t *testing.T) {
	texts := []string{
		`{}`, `{"role":"a"}`, `{"Role":"a","Team":"b"}`, `{"role":null,"base":null}`,
		`{"inner":{"role":"a"},"pointer":{"role":"b"},"list":[{},{"role":"c"}],"array":[],"map":{"":{"role":"d"}},"Deep":{"a":[{"role":"e"}]}}`,
		`{"base":{"role":"a"},"next":{"next":{"role":"b"}}}`, `{"role":7}`, `{"role":[]}`, `{"list":{}}`, `{"map":[]}`, `{"inner":[]}`,
		`{"any":[1,"2",{"a":null}],"raw":[1, 2],"n":7,"b":"AA==","t":"2026-01-15T12:00:00Z"}`, `{"b":[1,2]}`, `{"-":"a"}`, `{"Word":"a"}`, `{"Loud":{}}`,
	}
	kinds := []func() any{
		func() any { return new(plain) }, func() any { return new(tagged) }, func() any { return new(nested) }, func() any { return new(embedding) },
		func() any { return new(embeddingPointer) }, func() any { return new(embeddingBase) }, func() any { return new(shadowing) }, func() any { return new(dash) }, func() any { return new(recursive) },
		func() any { return new(anything) }, func() any { return new(embedded) }, func() any { return new(hasLoud) }, func() any { return new(any) },
		func() any { return new(map[string]any) }, func() any { return new(map[string]json.RawMessage) }, func() any { return new(string) }, func() any { return new([]int) },
	}
	for _, text := range texts {
		for _, kind := range kinds {
			var fold bool
			want, got := kind(), kind()
			switch want.(type) {
			case *plain, *tagged, *embedding, *embeddingPointer, *embeddingBase, *shadowing, *dash, *recursive:
				fold = strings.Contains(text, "ole") // where encoding/json might take another case
			}
			werr := json.Unmarshal([]byte(text), want)
			claims, err := parseClaims(text)
			if err != nil {
				t.Fatal(err)
			}
			gerr := claims.Decode(got)
			if fold {
				continue
			}
			if (werr == nil) != (gerr == nil) {
				t.Errorf("Decode(%s, %T) = %v; json.Unmarshal = %v", text, got, gerr, werr)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(embedding{}, embeddingPointer{}, embeddingBase{}, recursive{})); werr == nil && diff != "" {
				t.Errorf("Decode(%s, %T) (-want +got):\n%s", text, got, diff)
			}
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	claims, err := parseClaims(`{"role":"secret-role","list":7}`)
	if err != nil {
		t.Fatal(err)
	}
	for why, dst := range map[string]any{
		"nil":           nil,
		"no pointer":    tagged{},
		"a nil pointer": (*tagged)(nil),
		"a number for a string": new(struct {
			Role int `json:"role"`
		}),
		"a list that is a number": new(nested),
		"a string for an object":  new(string),
		"an error of its own":     new(refusing),
	} {
		err := claims.Decode(dst)
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: Decode(%T) = %v; want error %q", why, dst, err, ErrMalformed)
		} else if strings.Contains(err.Error(), "secret-role") {
			t.Errorf("%s: Decode(%T) = %v, which the sender wrote", why, dst, err)
		}
	}
	// Which field it is, but nothing of what is in the claim.
	var wrong struct {
		Role string         `json:"role"`
		List map[string]int `json:"list"`
	}
	if err := claims.Decode(&wrong); err == nil || !strings.HasSuffix(err.Error(), `, field "list"`) {
		t.Errorf("Decode = %v; want it to name the field", err)
	}
	half := struct {
		Role string `json:"role"`
		List string `json:"list"`
	}{"user", ""}
	if err := claims.Decode(&half); err == nil || half.Role != "user" {
		t.Errorf("Decode = %v, and dst is now %+v; want it left alone", err, half)
	}
	if err := (Claims{}).Decode(new(tagged)); err != nil {
		t.Errorf("Claims{}.Decode = %v", err)
	}
}

type refusing struct{}

func (*refusing) UnmarshalJSON(b []byte) error { return errors.New(string(b)) }
