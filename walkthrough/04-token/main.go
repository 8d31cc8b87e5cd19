// 04-token: a token is fetched with a code that only one app can use.
//
// How did Ines's app get its token? She must not give the app her
// password. So the app sends her browser to the issuer, where she signs
// in, and the browser comes back with a code. The app changes the code
// for a token. This is the authorization code flow, RFC 6749 section
// 4.1:
//
//	browser  GET /authorize  ->  issuer    who, where to, what for
//	browser  302 callback    <-  issuer    a code, good for one minute
//	app      POST /token     ->  issuer    the code, and a proof
//	app      200             <-  issuer    the access token
//
// A code passes through a browser, and can be seen in passing. So the
// app makes a secret first, the verifier, and sends only its hash along
// with the browser. That is PKCE, RFC 7636. A stranger who sees the
// code and the hash still lacks the verifier.
//
// In Postman (T1 step 3) these are the fields of "Get New Access
// Token". With the issuer of this module, run go run ./cmd/issuer -h.
//
//	go run ./walkthrough/04-token
package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   4,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// ours are the checks of an issuer and of an app that do it right.
var ours = checks{
	callback: func(registered, asked string) error {
		if asked != registered {
			return errors.New("a callback that is not registered")
		}
		return nil
	},
	proof: func(challenge, method, verifier string) error {
		if method != "S256" || hash(verifier) != challenge {
			return errors.New("invalid_grant")
		}
		return nil
	},
	state: func(random string) string { return random },
}

// Everything that is random in life is fixed here, so that the page
// reads the same each time. The verifier is that of RFC 7636, appendix
// B.
const (
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	random   = "af0ifjsldkj"
	callback = "https://app.library.example/callback"
)

func tell(p *lesson.Page) {
	p.Say(`Ines opens the app, and it has no token yet. It makes a
		secret, the verifier, and hashes it. That hash, the challenge,
		goes with her browser to the issuer. She signs in there; the app
		sees nothing of it.`)
	issuer := newIssuer(ours)
	asked := ask(callback, random, hash(verifier), "S256")
	back := issuer.authorize(asked)
	p.Show(show("GET /authorize", asked)...)
	p.Show(show("302 "+callback, back)...)

	p.Say(`The browser follows, and so the app has the code. It compares
		the state: this answer belongs to what it asked. Now it changes
		the code for a token, without the browser. Here, for the first
		time, it shows the verifier:`)
	fetch := redeem(back.Get("code"), verifier)
	token, answer := issuer.token(fetch)
	p.Show(show("POST /token", fetch)...)
	p.Show(show("200", answer)...)

	p.Say(`The issuer hashed the verifier and got the challenge. So this
		is the app that asked. From now on the app sends the token with
		each request to the API, and the API believes it:`)
	r := httptest.NewRequest("GET", story.API+"/secure-route", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	api().ServeHTTP(w, r)
	p.Show("GET "+r.URL.String(),
		"    Authorization: "+r.Header.Get("Authorization")[:37]+"...",
		fmt.Sprintf("%d %s", w.Code, w.Body))

	p.Honest(lesson.Case{
		Name: "Ines's app fetches its token",
		Naive: errors.Join(signIn(naiveIssuer),
			signIn(naivePlainIssuer),
			signIn(naiveCallbackIssuer)),
		Ours:   signIn(ours),
		Replay: lesson.Replay{Authorization: lesson.Bearer(token)},
	})

	p.Say(`Mallory has another app on Ines's telephone. It has said that
		it takes care of the same callback, and so it sees the code go
		by. It is quick. But it has no verifier, and makes one up.`)
	p.Attack(lesson.Case{
		Name:  "a code that was seen in passing",
		Naive: steal(naiveIssuer, "S256", guessed),
		Ours:  steal(ours, "S256", guessed),
		Fell:  "A verifier is sent, and not compared.",
		Held:  "Its hash is not the challenge.",
		Rule: `RFC 7636 section 4.6: "If the values are not equal, an
			error response indicating "invalid_grant" as described in
			Section 5.2 of [RFC6749] MUST be returned."`,
		Replay: lesson.Replay{Elsewhere: true},
	})

	p.Say(`The next issuer does compare. But it allows the method plain,
		in which the challenge is the verifier itself, not a hash. Then
		what Mallory must know stands in the very first request.`)
	p.Attack(lesson.Case{
		Name:  "the challenge is the verifier",
		Naive: steal(naivePlainIssuer, "plain", verifier),
		Ours:  steal(ours, "plain", verifier),
		Fell:  "Who saw the question knows the answer.",
		Held:  "S256 is the only method.",
		Rule: `RFC 7636 section 7.2: "The "S256" method protects against
			eavesdroppers observing or intercepting the
			"code_challenge", because the challenge cannot be used
			without the verifier."`,
		Replay: lesson.Replay{Elsewhere: true},
	})

	p.Say(`Now Mallory begins herself. She makes a verifier, writes the
		first request, and sends it to Ines as a link. Ines signs in at
		the real issuer. The callback in the link is Mallory's. PKCE is
		no help, for the verifier is hers.`)
	p.Attack(lesson.Case{
		Name:  "a callback that only begins like the app's",
		Naive: lure(naiveCallbackIssuer),
		Ours:  lure(ours),
		Fell:  "The text begins right, and ends in evil.test.",
		Held:  "A callback is registered, and compared whole.",
		Rule: `RFC 9700 section 2.1: "When comparing client redirection
			URIs against pre-registered URIs, authorization servers MUST
			utilize exact string matching except for port numbers in
			localhost redirection URIs of native apps (see Section
			4.1.3)."`,
		Replay: lesson.Replay{Elsewhere: true},
	})

	p.Say(`Last, the other way round: Mallory wants Ines to be her. She
		signs in as herself, stops at the callback, and sends Ines that
		link. What Ines now writes down in the app, Mallory reads at
		home. The app should see that it did not ask for this answer. T1
		fills the field state with "something".`)
	p.Attack(lesson.Case{
		Name:   "Ines is signed in as Mallory",
		Naive:  slip(naiveState),
		Ours:   slip(ours.state),
		Fell:   "Mallory can write something, too.",
		Held:   "A state is random, and new each time.",
		Replay: lesson.Replay{Elsewhere: true},
		Rule: `RFC 6749 section 10.12: "The client MUST implement CSRF
			protection for its redirection URI."`,
	})
}

// api is the API that the token is for.
func api() http.Handler {
	guard := &httpauth.Guard{Verifier: story.Verifier(nil)}
	return guard.Handler(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			token, _ := httpauth.Token(r.Context())
			fmt.Fprintf(w, "the books of %s", token.Claims.Subject)
		}))
}

const guessed = "mallory-has-made-up-this-verifier-of-43-chars"

// signIn is nil if an app that does all right gets its token.
func signIn(c checks) error {
	issuer := newIssuer(c)
	back := issuer.authorize(
		ask(callback, random, hash(verifier), "S256"))
	token, answer := issuer.token(redeem(back.Get("code"), verifier))
	return verdict(token, back, answer)
}

// steal is nil if Mallory, who saw Ines's code, gets Ines's token for
// it.
func steal(c checks, method, verifierOfMallory string) error {
	issuer := newIssuer(c)
	challenge := hash(verifier)
	if method == "plain" {
		challenge = verifier
	}
	back := issuer.authorize(ask(callback, random, challenge, method))
	token, answer := issuer.token(
		redeem(back.Get("code"), verifierOfMallory))
	return verdict(token, back, answer)
}

// lure is nil if the issuer sends Ines's code to Mallory, who made the
// link and knows its verifier.
func lure(c checks, callbacks ...string) error {
	evil := "https://app.library.example.evil.test/callback"
	if callbacks != nil {
		evil = callbacks[0]
	}
	issuer := newIssuer(c)
	back := issuer.authorize(ask(evil, random, hash(guessed), "S256"))
	fetch := redeem(back.Get("code"), guessed)
	fetch.Set("redirect_uri", evil)
	token, answer := issuer.token(fetch)
	return verdict(token, back, answer)
}

// slip is nil if the app takes Mallory's answer for its own. Each of
// the two has a random text of her own.
func slip(newState func(random string) string) error {
	sent := newState(random)
	mallorys := newState("n-0S6_WzA2Mj")
	if mallorys != sent {
		return errors.New("this is not the state that was sent")
	}
	return nil
}

func verdict(token string, answers ...url.Values) error {
	for _, a := range answers {
		if a.Has("error") {
			return errors.New(a.Get("error"))
		}
	}
	if token == "" {
		return errors.New("no token")
	}
	return nil
}
