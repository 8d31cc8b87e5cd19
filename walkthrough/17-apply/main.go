// 17-apply: the gate stands before every route, or the route is open.
//
// The gate of the last pages is good. Now it has to stand in the right
// places. A place is a method and a path:
//
//	GET    /health          open
//	GET    /api/data        behind the gate
//	GET    /user/{id}       behind the gate, for that reader only
//	DELETE /api/users/{id}  behind the gate, for admins only
//	OPTIONS /api/           open: a browser asks before it asks
//
// A gate is not forgotten where people think of it. So ours turns the
// question round: a table has all routes, and each of them is behind
// the gate, unless it says that it is open.
//
// And the gate only says who calls. Whether it is the caller's own book
// that she asks for, only the handler can know.
//
//	go run ./walkthrough/17-apply
package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   17,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// A route is a method and a path with a handler. It is behind the gate,
// unless it says that it is open.
type route struct {
	pattern string
	handler http.Handler
	open    bool
}

// ours is the API, made from the table of its routes.
func ours(g *httpauth.Guard) http.Handler {
	admin := httpauth.Role("admin", "roles")
	mux := http.NewServeMux()
	for _, r := range []route{
		{"GET /health", say("Healthy"), true},
		{"GET /api/data", say("what readers may see"), false},
		{"GET /user/{id}", ownBooks, false},
		{"DELETE /api/users/{id}", admin(say("removed")), false},
		{"OPTIONS /api/", preflight, true},
	} {
		if !r.open {
			r.handler = g.Handler(r.handler)
		}
		mux.Handle(r.pattern, r.handler)
	}
	return mux
}

// ownBooks gives readers their own books, and no others.
var ownBooks = handler(func(w http.ResponseWriter, r *http.Request) {
	token, ok := httpauth.Token(r.Context())
	if !ok || r.PathValue("id") != token.Claims.Subject {
		httpauth.Forbid(w, r, errors.New("somebody else's books"))
		return
	}
	books(w, r)
})

// preflight answers a browser that asks whether a page of another host
// may send a token. RFC 9110 has no say in it; the Fetch standard has.
var preflight = handler(func(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "https://app.library.example")
	h.Set("Access-Control-Allow-Headers", "Authorization")
	w.WriteHeader(http.StatusNoContent)
})

func tell(p *lesson.Page) {
	p.Say(`The same five requests, without a token. Ours answers from
		its table:`)
	var lines []string
	for _, r := range [][2]string{
		{"GET", "/health"}, {"GET", "/api/data"}, {"GET", "/user/ines"},
		{"DELETE", "/api/users/ines"}, {"OPTIONS", "/api/data"},
	} {
		w := send(ours, r[0], r[1], "")
		lines = append(lines,
			fmt.Sprintf("%-7s %-16s %d", r[0], r[1], w.Code))
	}
	p.Show(lines...)

	token := story.Token()
	p.Honest(lesson.Case{
		Name:  "Ines asks for her own books",
		Token: token,
		Naive: errors.Join(
			want(200, send(naiveHandler, "GET", "/user/ines", token)),
			want(200, send(naiveMethod, "GET", "/user/ines", token)),
			want(200, send(naivePrefix, "GET", "/api/data", token))),
		Ours:   want(200, send(ours, "GET", "/user/ines", token)),
		Replay: lesson.Replay{Path: "/user/ines"},
	})

	p.Say(`Mallory is a reader, too. Her token is good, and the gate
		lets her pass, as it should. Then she changes the path.`)
	hers := story.RS256(story.Header(),
		story.Claims("sub", `"mallory"`, "jti", `"loan-0002"`))
	p.Attack(lesson.Case{
		Name:  "Mallory writes another reader's id into the path",
		Token: hers,
		Naive: want(200, send(naiveHandler, "GET", "/user/ines", hers)),
		Ours:  want(200, send(ours, "GET", "/user/ines", hers)),
		Fell:  "It knows who calls, and does not ask whose books.",
		Held:  "The id in the path must be the sub of the token.",
		Rule: `The most common fault of APIs: number one of the OWASP
			API Security Top 10 of 2023, "Broken Object Level
			Authorization".`,
		Replay: lesson.Replay{Path: "/user/ines"},
	})

	p.Say(`T3 puts the gate before all paths that begin with /api/. But
		this API is older than that prefix, and old apps still use the
		old path of the same data.`)
	p.Attack(lesson.Case{
		Name:   "the old path, beside the guarded prefix",
		Naive:  want(200, send(naivePrefix, "GET", "/data", "")),
		Ours:   want(200, send(ours, "GET", "/data", "")),
		Fell:   "A prefix guards the routes that were thought of.",
		Held:   "What is not in the table is not there: 404.",
		Replay: lesson.Replay{Path: "/data"},
	})

	p.Say(`In T0, each route names its middleware. One day somebody adds
		a route, in a hurry.`)
	p.Attack(lesson.Case{
		Name: "a method without a gate",
		Naive: want(200, send(
			naiveMethod, "DELETE", "/api/users/ines", "")),
		Ours: want(200, send(ours, "DELETE", "/api/users/ines", "")),
		Fell: "GET has its gate, and DELETE was forgotten.",
		Held: "A route without a word is behind the gate.",
		Replay: lesson.Replay{
			Method: "DELETE", Path: "/api/users/ines",
		},
	})

	p.Harm(lesson.Case{
		Name:  "the browser of a reader asks first, without a token",
		Naive: want(204, send(naivePrefix, "OPTIONS", "/api/data", "")),
		Ours:  want(204, send(ours, "OPTIONS", "/api/data", "")),
		Fell:  "A prefix has no methods. The page stays empty.",
		Held:  "OPTIONS is a route of its own, and an open one.",
		Replay: lesson.Replay{
			Method: "OPTIONS", Path: "/api/data", Status: 204,
		},
	})
}

// An api is made with the gate that stands in front of its routes.
type api func(g *httpauth.Guard) http.Handler

// send sends a request to an API, with a token or without.
func send(a api, method, path, token string) *answer {
	guard := &httpauth.Guard{
		Verifier: story.Verifier(nil), Realm: "loans",
	}
	r := httptest.NewRequest(method, story.API+path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	a(guard).ServeHTTP(w, r)
	return w
}

type answer = httptest.ResponseRecorder

// want is nil if the answer has the status.
func want(status int, w *answer) error {
	if w.Code != status {
		return fmt.Errorf("%d", w.Code)
	}
	return nil
}

type handler = http.HandlerFunc

// A say is a handler that says one thing.
func say(text string) http.Handler {
	return handler(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, text)
	})
}

func books(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "the books of %s", r.PathValue("id"))
}
