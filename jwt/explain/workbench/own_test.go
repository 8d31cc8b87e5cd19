package workbench

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
)

// A token of one's own is not judged by the clock, the keys and the issuer of
// the example on whose page it was pasted.
func TestNewTokenStartsFromNothing(t *testing.T) {
	mine := signed(`{"alg":"ES256"}`, `{"iss":"https://mine.example","aud":"mine","exp":9999999999}`)
	status, body := submit(t, Bench{}, with(fields("good"), "token", mine))
	if status != http.StatusOK || !strings.Contains(body, `class="verdict not-judged"`) {
		t.Errorf("status %d; the token is not judged anew", status)
	}
	for _, gone := range []string{`value="https://issuer.example"`, `value="2026-01-15T12:00:00Z"`, "rfc7515-a2"} {
		if strings.Contains(body, gone) {
			t.Errorf("the page still has %s of the example", gone)
		}
	}
	if !strings.Contains(body, `role="status"`) {
		t.Error("nothing says that the expectations were emptied")
	}
	// What was typed together with the token stays.
	f := with(with(fields("good"), "token", mine), "audience", "mine")
	if _, body := submit(t, Bench{}, f); !strings.Contains(body, `name="audience" value="mine"`) {
		t.Error("the audience that was typed is gone")
	}
	// So does the whole, if the token is the example, changed by hand.
	if _, body := submit(t, Bench{}, with(fields("good"), "token", lookUp("tampered").Token)); !strings.Contains(body, `class="verdict refused"`) ||
		!strings.Contains(body, `value="https://issuer.example"`) {
		t.Error("a changed example is not judged as the example")
	}
	// The page that is asked for first, and by Clear, is empty.
	body = ask(testBench(t, Bench{}), "GET", "/", "").Body.String()
	for _, want := range []string{`name="issuer" value=""`, `name="now" value=""`, "></textarea>", "an &lt;honest&gt; token", `<a href="token/good">`} {
		if !strings.Contains(strings.ReplaceAll(body, ">\n<", "><"), want) {
			t.Errorf("the first page lacks %s", want)
		}
	}
	// With expectations of the program's own, these are what is left.
	b := Bench{Settings: Settings{Issuer: "https://own.example", Audience: []string{"a", "b"}}}
	if body := ask(testBench(t, b), "GET", "/", "").Body.String(); !strings.Contains(body, `value="https://own.example"`) || !strings.Contains(body, `value="a b"`) {
		t.Error("the first page lacks what the program expects")
	}
}

// The buttons change the reader's own token.
func TestButtons(t *testing.T) {
	const admin = `{"iss":"https://issuer.example","sub":"admin","aud":"https://api.example","exp":1768478700}`
	header := `{"alg":"RS256","kid":"rfc7515-a2"}`
	edited := func(button string) url.Values {
		return with(with(with(fields("good"), "do", button), "header", header), "claims", admin)
	}
	for why, c := range map[string]struct {
		form url.Values
		want explain.Verdict
		has  string
	}{
		"rewrite":                 {edited("rewrite"), explain.Refused, ">signature</a>"},
		"sign":                    {edited("sign"), explain.Accepted, "&#34;admin&#34;"},
		"sign, PS256":             {with(edited("sign"), "header", `{"alg":"PS256","kid":"rfc7515-a2"}`), explain.Refused, ">alg</a>"},
		"a bit of the header":     {with(fields("good"), "do", "flip=15"), explain.Refused, "Byte 1 of the header is <code>23 #</code> now"},
		"a bit that is not there": {with(fields("good"), "do", "flip=999999"), explain.Accepted, ""},
		"the clock":               {with(fields("good"), "do", "now=2026-01-15T13:00:00Z"), explain.Refused, ">exp</a>"},
		"the algorithms":          {with(fields("good"), "do", "alg=ES256"), explain.Refused, ">alg</a>"},
		"no algorithm":            {with(fields("good"), "do", "alg="), explain.Refused, "none accepted"},
		"what the token says":     {with(with(with(fields("good"), "do", "expect"), "issuer", ""), "audience", ""), explain.Accepted, `value="https://issuer.example"`},
	} {
		t.Run(why, func(t *testing.T) {
			status, body := submit(t, Bench{}, c.form)
			if want := `class="verdict ` + string(c.want) + `"`; status != http.StatusOK || !strings.Contains(body, want) || !strings.Contains(body, c.has) {
				t.Errorf("status %d; the page lacks %s or %s", status, want, c.has)
			}
		})
	}
	for why, f := range map[string]url.Values{
		"sign with none":         with(edited("sign"), "header", `{"alg":"none"}`),
		"sign with a MAC":        with(edited("sign"), "header", `{"alg":"HS256"}`),
		"sign without alg":       with(edited("sign"), "header", `{}`),
		"sign a broken header":   with(edited("sign"), "header", `{`),
		"a bit that is no bit":   with(fields("good"), "do", "flip=one"),
		"a bit before the first": with(fields("good"), "do", "flip=-1"),
		"an unknown button":      with(fields("good"), "do", "%zz"),
	} {
		if status, body := submit(t, Bench{}, f); status != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: status %d; want an alert", why, status)
		}
	}
}

// A token that was signed anew keeps the expectations of its example, though
// none of its parts is left.
func TestSignedAnewStaysAnExample(t *testing.T) {
	made := signed(`{"alg":"RS256","kid":"rfc7515-a2"}`, strings.Replace(goodClaims, "alice", "admin", 1))
	f := with(with(fields("good"), "token", made), "was", made)
	if _, body := submit(t, Bench{}, f); !strings.Contains(body, `class="verdict accepted"`) {
		t.Error("the expectations were emptied")
	}
}

// A specimen's own key set judges it, until the keys are changed.
func TestKeySetOfASpecimen(t *testing.T) {
	if _, body := submit(t, Bench{}, fields("other-key")); !strings.Contains(body, `class="verdict refused"`) {
		t.Error("the KeySet of the specimen is not used")
	}
	f := with(fields("other-key"), "keys", lookUp("good").Keys+" ")
	f["keys"][0] = strings.Replace(f["keys"][0], "rfc7515-a2", "another", 1)
	if _, body := submit(t, Bench{}, f); strings.Contains(body, "P-256") {
		t.Error("the KeySet of the specimen is used, though other keys were pasted")
	}
}

// The keys of the program's own judge the tokens of its own issuer only.
func TestOwnKeys(t *testing.T) {
	keys := jwt.Keys{}
	sp := lookUp("good")
	set, err := sp.Resolver()
	if err != nil {
		t.Fatal(err)
	}
	f := with(with(fields("good"), "specimen", ""), "keys", "")
	for why, c := range map[string]struct {
		bench Bench
		want  explain.Verdict
	}{
		"keys":                   {Bench{KeySet: set}, explain.Accepted},
		"keys of this issuer":    {Bench{KeySet: set, Settings: Settings{Issuer: "https://issuer.example"}}, explain.Accepted},
		"keys of another issuer": {Bench{KeySet: set, Settings: Settings{Issuer: "https://other.example"}}, explain.NotJudged},
		"other keys":             {Bench{KeySet: keys}, explain.Refused},
		"none":                   {Bench{}, explain.NotJudged},
	} {
		want := `class="verdict ` + strings.ReplaceAll(string(c.want), " ", "-") + `"`
		if _, body := submit(t, c.bench, f); !strings.Contains(body, want) {
			t.Errorf("%s: the page lacks %s", why, want)
		}
	}
}

// A token that nothing is expected of gets the next step; a hostile name gets
// into no command.
func TestAdvice(t *testing.T) {
	for claims, want := range map[string]string{
		`{"iss":"https://login.example/t1","aud":["api://x","y"]}`: "jwtexplain -issuer https://login.example/t1 -audience api://x TOKEN",
		`{"iss":"https://login.example"}`:                          "jwtexplain -issuer https://login.example -audience API TOKEN",
		`{"iss":"https://login.example","aud":"$(rm -rf ~)"}`:      "jwtexplain -issuer https://login.example -audience API TOKEN",
		`{"iss":"https://login.example","aud":"-http"}`:            "jwtexplain -issuer https://login.example -audience API TOKEN",
		`{"iss":"https://login.example/;id","aud":"x"}`:            "",
		`{"iss":"-o","aud":"x"}`:                                   "",
		`{"iss":"https://login.example\nid","aud":"x"}`:            "",
		`{"aud":"x"}`: "",
	} {
		x := (&jwt.Verifier{}).Examine(t.Context(), signed(`{"alg":"RS256"}`, claims))
		if a, ok := Advise(x); a.Command != want || ok != (want != "") {
			t.Errorf("%s: Advise = %q, %t; want %q", claims, a.Command, ok, want)
		}
	}
	sp := lookUp("good")
	if x, err := sp.Examine(t.Context()); err != nil {
		t.Error(err)
	} else if a, ok := Advise(x); ok {
		t.Errorf("an accepted token gets the advice %v", a)
	}
	f := url.Values{"token": {sp.Token}, "alg": {"RS256"}}
	if _, body := submit(t, Bench{}, f); !strings.Contains(body, `value="expect"`) || !strings.Contains(body, "jwtexplain -issuer https://issuer.example -audience https://api.example TOKEN") {
		t.Error("the page does not say how to go on")
	}
}

// With many specimens, a page lists the group of its own, and the first page all.
func TestManySpecimens(t *testing.T) {
	good := lookUp("good")
	b := Bench{}
	for _, group := range []string{"one", "two"} {
		for i := range maxListed {
			s := good
			s.Name, s.Title, s.Group = fmt.Sprintf("%s-%d", group, i), "", group
			b.Specimens = append(b.Specimens, s)
		}
	}
	h, err := b.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/": 2 * maxListed, "/token/two-3": maxListed} {
		body := ask(h, "GET", path, "").Body.String()
		if got := strings.Count(body, "token/one-") + strings.Count(body, "token/two-"); got != want {
			t.Errorf("%s lists %d specimens, want %d", path, got, want)
		}
	}
}

// Specimens that cannot be served are an error at the start.
func TestHandlerErrors(t *testing.T) {
	good := lookUp("good")
	for why, change := range map[string]func(*Specimen){
		"no name":          func(s *Specimen) { s.Name = "" },
		"a path as a name": func(s *Specimen) { s.Name = "../x" },
		"capitals":         func(s *Specimen) { s.Name = "Good" },
		"a name twice":     func(s *Specimen) { s.Name = "good" },
		"broken keys":      func(s *Specimen) { s.Name, s.Keys = "other", "{" },
	} {
		other := good
		change(&other)
		b := Bench{Specimens: []Specimen{good, other}}
		if h, err := b.Handler(); h != nil || err == nil {
			t.Errorf("%s: Handler = %v, %v; want an error", why, h, err)
		}
	}
	broken := good
	broken.Keys = "{"
	if err := Write(new(strings.Builder), broken, ""); err == nil {
		t.Error("Write writes a specimen whose keys cannot be read")
	}
}
