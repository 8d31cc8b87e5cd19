package httpauth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"

	"example.com/glassjwt/jwt"
)

// A Verifier decides whether to believe a token. [*jwt.Verifier] is one, and a
// test may bring its own.
//
// Verify returns either a token or an error, never both and never neither. The
// error wraps [jwt.ErrKeysUnavailable] if the Verifier cannot tell, and
// [jwt.ErrConfig] if the program is at fault. Any other error refuses the token.
type Verifier interface {
	Verify(ctx context.Context, token string) (*jwt.Token, error)
}

var _ Verifier = (*jwt.Verifier)(nil)

// A Guard stands in front of handlers. It lets a request through if it brings
// a token that the Verifier believes.
//
// The zero Guard lets no request through: without a Verifier, every answer is
// 500. A Guard may be used by many goroutines at once. Its fields must not
// change after the first use.
type Guard struct {
	// Verifier decides whether to believe a token. It is required.
	Verifier Verifier
	// Header names the header whose whole value is the token, for proxies
	// that sign requests, such as Google IAP ("X-Goog-IAP-JWT-Assertion")
	// or Cloudflare Access ("Cf-Access-Jwt-Assertion"). The Authorization
	// header is then not read. Empty means the Authorization header, with
	// the scheme Bearer.
	Header string
	// Proof, if set, checks that the sender of a token that is bound to a
	// key holds that key: DPoP or mutual TLS, from package httpauth/proof.
	// The Verifier must leave that question to it: [jwt.Verifier].Bound.
	// Without a Proof, bound tokens are refused.
	Proof Proof
	// Realm names the API in a challenge. RFC 6750 section 3 wants at least
	// one parameter there, so an empty Realm means "api".
	Realm string
	// Scope lists the scopes that a 401 challenge names, so that a client
	// knows what to ask its issuer for (RFC 6750 section 3). It is only a
	// hint: to demand a scope, use the function [Scope].
	Scope []string
	// ResourceMetadata, if set, is put into every challenge: the URL at
	// which [ResourceMetadata] is served (RFC 9728 section 5.1). It tells a
	// client which issuer to ask for a token. [Metadata.URL] makes it.
	ResourceMetadata string
	// Logger, if set, gets one line per refusal: the reason, the step that
	// said no, the probable cause ([jwt.Error.Causes]), the key ID that the
	// token names, the method, and the pattern of the route. The sender
	// chose the key ID, the method and some values in the cause, so they are
	// cut, and quoted unless they are plain. The token is never logged. Our
	// own faults are logged as errors, everything else as information.
	Logger *slog.Logger
}

// Check returns the token of a request if there is exactly one, the Verifier
// believes it, and the request may use it. It writes nothing: [Guard.Refuse]
// answers its error.
//
// A token that is bound to a key has a claim "cnf" (RFC 7800). If the Guard has
// a Proof, it decides about such a token. Without one, Check refuses it, whatever
// the Verifier says.
//
// The error wraps [ErrNoToken] or [ErrRequest], or is the Verifier's or the
// Proof's. It wraps [jwt.ErrConfig] if a field of the Guard cannot be used, or if
// the Verifier returns neither a token nor an error.
func (g *Guard) Check(r *http.Request) (*jwt.Token, error) {
	token, _, err := g.check(r)
	return token, err
}

// check also tells whether the client needs a new nonce.
func (g *Guard) check(r *http.Request) (token *jwt.Token, renew bool, err error) {
	if err := g.mistake(); err != nil {
		return nil, false, err
	}
	c, err := g.credentials(r)
	if err != nil {
		return nil, false, err
	}
	c.Token, err = g.Verifier.Verify(r.Context(), c.Text)
	if err != nil && g.Proof != nil && errors.Is(err, jwt.ErrBound) {
		return nil, false, errNotBound
	}
	if err != nil {
		return nil, false, err
	}
	if c.Token == nil {
		return nil, false, errNoVerdict
	}
	if renew, err = g.prove(r, c); err != nil {
		return nil, false, err
	}
	return c.Token, renew, nil
}

// credentials returns the text of the token, and how it came. The token is not
// verified yet.
func (g *Guard) credentials(r *http.Request) (c Credentials, err error) {
	if g.Header != "" {
		c.Text, err = bare(r, g.Header)
		return c, err
	}
	c.Scheme, c.Text, err = authorization(r, g.schemes())
	return c, err
}

// header names the header that holds the token.
func (g *Guard) header() string {
	if g.Header != "" {
		return g.Header
	}
	return "Authorization"
}

// Handler returns a handler that calls next for requests with a token that
// the Verifier believes, and refuses all others. In next, [Token] returns the
// token.
//
// The answer depends on the token, so every answer has a "Vary: Authorization",
// or the Guard's own Header, for caches.
func (g *Guard) Handler(next http.Handler) http.Handler {
	g = g.orZero()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.vary(w.Header())
		token, renew, err := g.check(r)
		if err != nil {
			g.Refuse(w, r, err)
			return
		}
		if renew {
			g.giveNonce(w.Header())
		}
		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), g, token)))
	})
}

// Optional is [Guard.Handler] for pages that the public may see too. A request
// without an Authorization header, or the Guard's own Header, is let through
// as anonymous. In next, [Token] then returns false.
//
// A request with that header is judged as Handler does: with another scheme,
// more than one token or a token that is not believed, it is refused. Serving
// it as anonymous would hide the mistake from the client.
func (g *Guard) Optional(next http.Handler) http.Handler {
	g = g.orZero()
	guarded := g.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header.Values(g.header())) > 0 || g.mistake() != nil {
			guarded.ServeHTTP(w, r)
			return
		}
		g.vary(w.Header())
		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), g, nil)))
	})
}

// vary tells caches that the answer depends on the header of the token (RFC
// 9110 section 12.5.5).
func (g *Guard) vary(h http.Header) {
	if name := g.header(); !slices.Contains(h["Vary"], name) {
		h["Vary"] = append(h["Vary"], name)
	}
}

// Refuse answers a request with the refusal that fits the error, and logs it.
// The error is one of [Guard.Check]. The package documentation has the table.
// Refuse is for programs that call Check themselves; [Guard.Handler] does both.
func (g *Guard) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	g = g.orZero()
	if err == nil {
		err = errors.New("refused without a reason")
	}
	a := answerTo(err)
	g.log(r, a, err)
	g.write(w, r, a)
}

// orZero lets a nil Guard refuse as the zero Guard does.
func (g *Guard) orZero() *Guard {
	if g == nil {
		return new(Guard)
	}
	return g
}
