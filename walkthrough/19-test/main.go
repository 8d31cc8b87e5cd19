// 19-test: a test that cannot fail proves nothing.
//
// The API is protected; T3 says to test it, with curl:
//
//	curl -i -H "Authorization: Bearer $TOKEN" \
//	    http://localhost:8080/api/data
//
// That shows that a good token is let in. It would be let in without
// any gate, too. What is worth testing is what must not get in: no
// token, one that has expired, one for another API, one that somebody
// else signed, one without the scope.
//
// And the tests must ask the real gate. It is easier to put a verifier
// in its place that says yes to everything, and many do. Then the test
// is green, whatever happens to the gate.
//
// So this page attacks tests. It breaks the API in several ways, one at
// a time. A test is good if it goes red each time. The real Go test is
// in api_test.go.
//
//	go run ./walkthrough/19-test
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   19,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// api is the API that is to be tested: one route, behind a gate that
// asks v, for callers with the scope read.
func api(v httpauth.Verifier) http.Handler {
	guard := &httpauth.Guard{Verifier: v, Realm: "loans"}
	read := httpauth.Scope("read")
	mux := http.NewServeMux()
	mux.Handle("GET /api/data", guard.Handler(read(data)))
	return mux
}

var data = http.HandlerFunc(
	func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "the books")
	})

// A build is the program as it would be shipped: an API, and the keys
// that it believes. A test gets it, and looks for faults.
type build func(v httpauth.Verifier) http.Handler

// A test returns nil if it is green.
type test func(b build) error

// ours asks the real gate, with tokens of an issuer of its own. Each
// of the requests has one thing wrong.
func ours(b build) error {
	issuer := newIssuer()
	handler := b(verifier(issuer))
	for _, r := range requests(issuer) {
		w := get(handler, r.token)
		if w.Code != r.want {
			return fmt.Errorf("GET /api/data with %s = %d; want %d",
				r.name, w.Code, r.want)
		}
	}
	return nil
}

// A request of the test: a token, and the right answer.
type request struct {
	name  string
	token string
	want  int
}

// requests are what the real test sends.
func requests(issuer *oidctest.Issuer) []request {
	sign := func(changes map[string]any) string {
		c := issuer.Claims(story.API)
		c["scope"] = "read"
		for name, value := range changes {
			c[name] = value
		}
		return issuer.Sign(issuer.Header(jwt.RS256), c)
	}
	good := sign(nil)
	return []request{
		{"a good token", good, 200},
		{"no token", "", 401},
		{"an expired token",
			sign(map[string]any{"exp": story.Now().Unix()}), 401},
		{"a token for another API",
			sign(map[string]any{"aud": "https://news.example"}), 401},
		{"a token with a changed signature",
			good[:len(good)-4] + "AAAA", 401},
		{"a token without the scope",
			sign(map[string]any{"scope": "unread:spam"}), 403},
	}
}

// newIssuer is an issuer for tests. It needs no network, and signs
// whatever a test wants.
func newIssuer() *oidctest.Issuer {
	issuer := oidctest.NewIssuerAt(story.Issuer)
	issuer.Now = story.Now
	return issuer
}

func verifier(issuer *oidctest.Issuer) *jwt.Verifier {
	return story.Verifier(lesson.Must(keysOf(issuer)))
}

func tell(p *lesson.Page) {
	p.Say(`This is a token that has expired, and what curl -i shows for
		it. The reason is in one WWW-Authenticate field; T3 shows
		three:`)
	issuer := newIssuer()
	for _, r := range requests(issuer) {
		if r.name == "an expired token" {
			p.Text("$TOKEN", r.token)
			p.Show(curl(get(api(verifier(issuer)), r.token))...)
		}
	}
	p.Say(`And these are the requests that the test sends:`)
	var lines []string
	for _, r := range requests(issuer) {
		lines = append(lines,
			fmt.Sprintf("%-34s want %d", r.name, r.want))
	}
	p.Show(lines...)

	p.Honest(lesson.Case{
		Name:   "the API as it should be: every test is green",
		Naive:  both(naiveYes(api), naiveCurl(api)),
		Ours:   ours(api),
		Replay: lesson.Replay{Elsewhere: true},
	})

	p.Say(`Somebody merges two branches, and the gate is gone. Or a line
		of its settings is. Will a test go red before Mallory finds
		out?`)
	for _, m := range mutants {
		p.Attack(lesson.Case{
			Name:   m.name,
			Naive:  m.naive(m.build),
			Ours:   ours(m.build),
			Fell:   m.fell,
			Held:   m.held,
			Replay: lesson.Replay{Elsewhere: true},
		})
	}

	p.Say(`The last test was written with a token that its author copied
		out of Postman. That was at twelve o'clock. It is now half past
		one, and nothing has changed.`)
	p.Harm(lesson.Case{
		Name:   "the test is red, and the API is as it was",
		Naive:  naivePasted(api, story.Now().Add(90*time.Minute)),
		Ours:   ours(api),
		Fell:   "The token in the test has expired since.",
		Held:   "The issuer of the test signs a new one each time.",
		Replay: lesson.Replay{Elsewhere: true},
	})
}

// curl prints an answer as curl -i does, in short lines.
func curl(w *httptest.ResponseRecorder) []string {
	lines := []string{fmt.Sprintf("HTTP/1.1 %d %s",
		w.Code, http.StatusText(w.Code))}
	c := w.Header().Get("WWW-Authenticate")
	lines = append(lines, "WWW-Authenticate: "+strings.Replace(
		c, ", error_", ",\n      error_", 1))
	text := strings.Join(append(lines, "", w.Body.String()), "\n")
	text = strings.Replace(text, `,"error_`, ",\n\"error_", 1)
	return strings.Split(strings.TrimSpace(text), "\n")
}

func get(h http.Handler, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", story.API+"/api/data", nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func both(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
