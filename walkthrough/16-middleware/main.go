// 16-middleware: 400, 401, 403 and 503 are different sentences.
//
// The questions are answered; now somebody must tell the caller. A gate
// stands in front of the handlers. It hands them who calls, for this
// one request, and it answers those whom it does not let in:
//
//	400  I do not understand what you ask
//	401  show me a token, or: not this one
//	403  I know who you are, and you may not
//	503  I cannot tell now; keep your token, and come again
//
// A program on a telephone acts on that number. If it is wrong, the app
// signs Ines out for nothing, or keeps on sending a token that is dead.
//
//	go run ./walkthrough/16-middleware
package main

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   16,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// A gate puts itself in front of a handler.
type gate func(v *jwt.Verifier, next http.Handler) http.Handler

// ours is the gate of package httpauth.
func ours(v *jwt.Verifier, next http.Handler) http.Handler {
	guard := &httpauth.Guard{Verifier: v, Realm: "loans"}
	return guard.Handler(next)
}

func tell(p *lesson.Page) {
	token := story.Token()
	expired := story.RS256(story.Header(),
		story.Claims("exp", fmt.Sprint(story.Now().Unix())))
	p.Say(`What ours answers to Ines, to a request without a token, to a
		header that makes no sense, and to a token that has just
		ended:`)
	for _, value := range []string{
		"Bearer " + token, "", "Bearer", "Bearer " + expired,
	} {
		w := send(ours, story.Verifier(nil), value)
		c := w.Header().Get("WWW-Authenticate")
		c = strings.ReplaceAll(c, ", error", ",\n     error")
		lines := strings.Split(fmt.Sprintf("%d  %s", w.Code, c), "\n")
		p.Show(lines...)
	}

	naive := []gate{naiveGlobal, naiveCatch, naiveThrow, naiveThree}
	p.Honest(lesson.Case{
		Name:  "Ines asks for her books, at each of the gates",
		Token: token,
		Naive: letIn("Bearer "+token, naive...),
		Ours:  letIn("Bearer "+token, ours),
	})

	p.Say(`Mallory is a reader, too. She asks for her own books, and
		makes it slow. While her request waits for the shelves, Ines's
		request passes the same gate.`)
	p.Attack(lesson.Case{
		Name:   "Mallory is given Ines's books",
		Token:  mallorys(),
		Naive:  overlap(naiveGlobal),
		Ours:   overlap(ours),
		AsSelf: true,
		Fell: `One variable for all, and Ines wrote into it last. (As
			printed, T2 never declares userId, and throws; declared at
			the top, it is this variable.)`,
		Held:   "Each request has its own context, and its own token.",
		Replay: lesson.Replay{Path: "/user/ines"},
	})

	// The issuer is down. Then a good token looks like a bad one.
	down := story.NewIssuer()
	down.Fail(http.StatusInternalServerError)
	v := story.Verifier(&oidc.Keys{
		Issuer: story.Issuer, Client: down.Client(),
	})
	p.Harm(lesson.Case{
		Name:  "the issuer is down, and Ines is told it is her token",
		Token: token,
		Naive: want(503, send(naiveCatch, v, "Bearer "+token)),
		Ours:  want(503, send(ours, v, "Bearer "+token)),
		Fell:  "One catch for all. The app throws a good token away.",
		Held:  "503 with Retry-After says nothing about the token.",
		Rule: `RFC 9110 section 15.6.4: "The 503 (Service Unavailable)
			status code indicates that the server is currently unable to
			handle the request due to a temporary overload or scheduled
			maintenance, which will likely be alleviated after some
			delay."`,
		Replay: lesson.Replay{Down: true, Status: 503},
	})

	p.Harm(lesson.Case{
		Name:   "Ines's app asks without a token, as apps do first",
		Naive:  want(401, send(naiveThrow, story.Verifier(nil), "")),
		Ours:   want(401, send(ours, story.Verifier(nil), "")),
		Fell:   "new Error({code, status}) keeps neither.",
		Held:   "No error code, since there is no mistake.",
		Replay: lesson.Replay{Status: 401},
		Rule: `RFC 6750 section 3.1: "If the request lacks any
			authentication information (e.g., the client was unaware
			that authentication is necessary or attempted using an
			unsupported authentication method), the resource server
			SHOULD NOT include an error code or other error
			information."`,
	})

	old := "Bearer " + expired
	p.Harm(lesson.Case{
		Name:  "Ines's token has expired, and her app gets 403",
		Token: expired,
		Naive: want(401, send(naiveThree, story.Verifier(nil), old)),
		Ours:  want(401, send(ours, story.Verifier(nil), old)),
		Fell: `403 says: what you may do is not enough. The app may come
			with other credentials, but it does not hear that a new
			token of the same kind is all it needs.`,
		Held: "401 and invalid_token say: get a new one.",
		Rule: `RFC 6750 section 3.1, invalid_token: "The access token
			provided is expired, revoked, malformed, or invalid for
			other reasons. The resource SHOULD respond with the HTTP 401
			(Unauthorized) status code. The client MAY request a new
			access token and retry the protected resource request." And
			of 403, RFC 9110 section 15.5.4: "If authentication
			credentials were provided in the request, the server
			considers them insufficient to grant access. The client
			SHOULD NOT automatically repeat the request with the same
			credentials. The client MAY repeat the request with new or
			different credentials."`,
		Replay: lesson.Replay{Status: 401},
		Seen: `express-oauth-jwt 2.0.2, in three WWW-Authenticate fields
			where one belongs`,
	})
}
