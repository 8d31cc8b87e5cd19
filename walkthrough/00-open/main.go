// 00-open: a server answers everybody who asks.
//
// This is where the tutorials begin. A small API has two routes, and
// every other path is 404:
//
//	GET /health         for machines that ask whether it still lives
//	GET /secure-route   for readers: what they have at home
//
// The second has a name that says it is secure. Nothing makes it so.
// The server gets a method, a path and some headers, and the sender
// chose all of them. So an API needs something in each request that
// Ines can send and Mallory cannot. That is the token, and the rest of
// this book asks what it takes to believe one.
//
//	go run ./walkthrough/00-open
package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   0,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// An open API is made with the question that a gate in front of it
// asks. The naive ones do without the gate.
type open func(v *jwt.Verifier) http.Handler

// ours has a gate in front of the one route that needs it.
func ours(v *jwt.Verifier) http.Handler {
	guard := &httpauth.Guard{Verifier: v, Realm: "loans"}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", health)
	mux.Handle("GET /secure-route", guard.Handler(
		http.HandlerFunc(atHome)))
	return mux
}

func health(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, "Healthy")
}

func atHome(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, "Ines has at home: a cure for insomnia")
}

func tell(p *lesson.Page) {
	p.Say(`A town library lends books. Ines is a reader. She signs in at
		the library's issuer, the server that makes tokens, and from
		then on the app on her telephone asks the loans API what she has
		at home. Mallory is not Ines, and would like to be.`)
	p.Say(`Each page shows one idea, and then attacks two gates:
		naive.go, a step of a tutorial with its mistake, and ours, the
		packages of this module. On this first page the naive API has no
		gate at all. This is what it answers to Mallory, who sends
		nothing but a method and a path:`)
	var lines []string
	for _, path := range []string{
		"/health", "/secure-route", "/elsewhere",
	} {
		w := send(naiveOpen, "GET", path, "")
		lines = append(lines, fmt.Sprintf("GET %-14s %d  %s",
			path, w.Code, strings.TrimSpace(w.Body.String())))
	}
	p.Show(lines...)

	token := story.Token()
	p.Honest(lesson.Case{
		Name:  "Ines's app sends her token",
		Token: token,
		Naive: errors.Join(in(naiveOpen, "/secure-route", token),
			in(naiveName, "/secure-route?reader=ines", token),
			in(naiveEverywhere, "/secure-route", token)),
		Ours: in(ours, "/secure-route", token),
	})

	p.Attack(lesson.Case{
		Name:  "Mallory asks, and brings nothing",
		Naive: in(naiveOpen, "/secure-route", ""),
		Ours:  in(ours, "/secure-route", ""),
		Fell:  "The word secure in a path protects nothing.",
		Held:  "No token: 401, and no word of what lies behind.",
		Rule: `RFC 9110 section 15.5.2: "The 401 (Unauthorized) status
			code indicates that the request has not been applied because
			it lacks valid authentication credentials for the target
			resource."`,
	})

	p.Say(`Then somebody asks for a name. But who writes the name? The
		sender of the request.`)
	p.Attack(lesson.Case{
		Name:   "Mallory writes that she is Ines",
		Naive:  in(naiveName, "/secure-route?reader=ines", ""),
		Ours:   in(ours, "/secure-route?reader=ines", ""),
		Fell:   "A name is no secret, and anybody can type it.",
		Held:   "What a path or a query says is not looked at.",
		Replay: lesson.Replay{Path: "/secure-route?reader=ines"},
	})

	p.Say(`The next one shuts too much. A machine asks each minute
		whether the API still lives, to restart it if not. The machine
		is no reader, and has no token.`)
	p.Harm(lesson.Case{
		Name:   "the gate stands before /health, too",
		Naive:  in(naiveEverywhere, "/health", ""),
		Ours:   in(ours, "/health", ""),
		Fell:   "The API is restarted each minute, in best health.",
		Held:   "Each route has its own gate, or none.",
		Replay: lesson.Replay{Path: "/health"},
	})

	p.Say(`How can Ines show who she is, if everybody can write
		everything? The issuer gives her a text that only the issuer can
		make, and everybody can check. Her app sends it along. Where in
		the request it stands is the question of the next page.`)
}

// send sends a request to an API, with a token or without.
func send(o open, method, path, token string) *answer {
	r := httptest.NewRequest(method, story.API+path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	o(story.Verifier(nil)).ServeHTTP(w, r)
	return w
}

type answer = httptest.ResponseRecorder

// in is nil if the API serves the request.
func in(o open, path, token string) error {
	w := send(o, "GET", path, token)
	if w.Code != http.StatusOK {
		return fmt.Errorf("%d", w.Code)
	}
	return nil
}
