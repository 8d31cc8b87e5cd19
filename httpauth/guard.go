package httpauth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"example.com/glassjwt/jwt"
)

// A Verifier decides whether to believe a token. [*jwt.Verifier] is one; a
// test may bring its own.
//
// Verify returns either a token or an error, never both and never neither. Its
// error wraps [jwt.ErrKeysUnavailable] if it cannot tell, and [jwt.ErrConfig]
// if the program is at fault. Any other error means: not this token.
type Verifier interface {
	Verify(ctx context.Context, token string) (*jwt.Token, error)
}

var _ Verifier = (*jwt.Verifier)(nil)

// A Guard stands in front of handlers, and lets through who brings a token
// that its Verifier believes.
//
// The zero Guard lets nobody through: without a Verifier, every request is
// answered with 500. A Guard may be used by many goroutines at once. Its fields
// must not change after the first use.
type Guard struct {
	// Verifier decides whether to believe a token. It is required.
	Verifier Verifier
	// Realm names the API in a challenge. RFC 6750 section 3 wants at least
	// one parameter there, so an empty Realm means "api".
	Realm string
	// ResourceMetadata, if set, is put into every challenge: the URL at
	// which [ResourceMetadata] is served (RFC 9728 section 5.1). It tells a
	// client which issuer to ask for a token. [Metadata.URL] makes it.
	ResourceMetadata string
	// Logger, if set, gets one line per refusal: the reason, the step that
	// said no, the key ID that the token names (the sender's word, so it is
	// cut, and quoted unless it is plain), the method and the pattern of the
	// route. It never gets the token. What is our own fault is logged as an
	// error, all else as information.
	Logger *slog.Logger
}

// Check returns the token of a request if there is exactly one and the
// Verifier believes it. It writes nothing: [Guard.Refuse] answers its error.
//
// The error wraps [ErrNoToken] or [ErrRequest], or is the Verifier's. It wraps
// [jwt.ErrConfig] if there is no Verifier, or none that returns one of the two.
func (g *Guard) Check(r *http.Request) (*jwt.Token, error) {
	if !g.configured() {
		return nil, errNoVerifier
	}
	text, err := Bearer(r)
	if err != nil {
		return nil, err
	}
	token, err := g.Verifier.Verify(r.Context(), text)
	if err != nil {
		return nil, err
	}
	if token == nil {
		return nil, errNoVerdict
	}
	return token, nil
}

const (
	errNoVerifier = mistake("the Guard has no Verifier")
	errNoVerdict  = mistake("the Verifier returned neither a token nor an error")
)

// A mistake is one of the program, not of the caller.
type mistake string

func (m mistake) Error() string { return string(m) }
func (m mistake) Unwrap() error { return jwt.ErrConfig }

// configured also sees the nil pointer that hides in an interface.
func (g *Guard) configured() bool {
	v, ok := g.Verifier.(*jwt.Verifier)
	return g.Verifier != nil && !(ok && v == nil)
}

// Handler returns a handler that calls next for requests with a token that
// the Verifier believes, and refuses all others. In next, [Token] returns the
// token.
func (g *Guard) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, err := g.Check(r)
		if err != nil {
			g.Refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), g, token)))
	})
}

// Optional is Handler for what the public may see as well, with less in it
// perhaps. A request without an Authorization header is let through as
// anonymous; in next, [Token] then returns false.
//
// Whoever does send that header wants to be known: if it is of another scheme,
// malformed or with a token that is not believed, the request is refused, for
// to serve it as anonymous would hide the mistake. Since the answer depends on
// the header, Optional adds "Vary: Authorization" for caches.
func (g *Guard) Optional(next http.Handler) http.Handler {
	guarded := g.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		if len(r.Header.Values("Authorization")) > 0 || !g.configured() {
			guarded.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), g, nil)))
	})
}

// Refuse answers a request with the refusal that fits the error, which is one
// of [Guard.Check], and logs it. The package documentation has the table. It
// is for those who call Check themselves; [Guard.Handler] does both.
func (g *Guard) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	if err == nil {
		err = errors.New("refused without a reason")
	}
	a := answerTo(err)
	g.log(r, a, err)
	g.write(w, a)
}
