package httpauth

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// An answer is what a client hears when it is refused. All of its words are
// fixed, or the program's own. Nothing that the sender chose is in it.
type answer struct {
	status      int
	code        string // "error" of RFC 6750 section 3.1; "" if the request brought no token
	description string // "error_description"
	scope       string // what the client may ask its issuer for
}

// answerTo is the table of the package documentation.
func answerTo(err error) answer {
	var unmet *ruleError
	switch {
	case errors.As(err, &unmet):
		return answer{http.StatusForbidden, "insufficient_scope", unmet.rule.words, unmet.rule.scope}
	case errors.Is(err, jwt.ErrKeysUnavailable):
		// Not invalid_token: the client would throw its token away, and
		// the token may be good.
		return answer{http.StatusServiceUnavailable, "temporarily_unavailable", "the keys of the issuer are unavailable", ""}
	case errors.Is(err, ErrUnavailable):
		return answer{http.StatusServiceUnavailable, "temporarily_unavailable", "proofs cannot be checked at the moment", ""}
	case errors.Is(err, jwt.ErrConfig):
		return answer{http.StatusInternalServerError, "server_error", "the server is not set up to check tokens", ""}
	case errors.Is(err, ErrNoToken):
		// RFC 6750 section 3.1 wants no error code where the request
		// brought no token. The words are in the body, for a person.
		return answer{http.StatusUnauthorized, "", wordsOf(err, "an access token is required"), ""}
	case errors.Is(err, ErrRequest):
		return answer{http.StatusBadRequest, "invalid_request", wordsOf(err, "the request is malformed"), ""}
	}
	var refused *jwt.Error
	if errors.As(err, &refused) {
		return answer{http.StatusUnauthorized, "invalid_token", refused.Description(), ""}
	}
	var unproven *ProofError
	if errors.As(err, &unproven) {
		return answer{http.StatusUnauthorized, unproven.Code, unproven.Words, ""}
	}
	return answer{http.StatusUnauthorized, "invalid_token", "the token is not accepted", ""}
}

// wordsOf returns the words of a requestError.
func wordsOf(err error, otherwise string) string {
	var request *requestError
	if errors.As(err, &request) {
		return request.words
	}
	return otherwise
}

// retryAfter is the advice to a client whose token could not be judged, in
// seconds. An oidc.Keys asks its issuer again after at most that time, unless
// the issuer demands a longer pause.
const retryAfter = "15"

// defeating lists the headers that would defeat a refusal, if a handler outside
// has set them. Some describe another body: its length, coding, digest or file
// name. Some let a cache store the refusal, or replace it by a stored page. Some
// make a proxy send a file in its place.
var defeating = [...]string{
	"Content-Length", "Content-Encoding", "Content-Range", "Content-Language", "Content-Location",
	"Content-Disposition", "Content-Digest", "Content-Md5", "Repr-Digest", "Digest", "Transfer-Encoding", "Trailer",
	"Etag", "Last-Modified", "Expires", "Age", "Accept-Ranges", "Surrogate-Control",
	"X-Sendfile", "X-Lighttpd-Send-File", "X-Litespeed-Location", "X-Reproxy-Url",
	"Www-Authenticate",
}

// defeats reports whether a header would defeat a refusal.
func defeats(name string) bool {
	name = http.CanonicalHeaderKey(name)
	return slices.Contains(defeating[:], name) ||
		// RFC 9213 section 2.2: the fields for one kind of cache, such as
		// CDN-Cache-Control, take precedence over Cache-Control.
		strings.HasSuffix(name, "-Cache-Control") ||
		// nginx: X-Accel-Expires precedes Cache-Control, and X-Accel-Redirect
		// sends another page.
		strings.HasPrefix(name, "X-Accel-")
}

func (g *Guard) write(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	for name := range h {
		if defeats(name) {
			delete(h, name)
		}
	}
	g.vary(h)
	switch a.status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", retryAfter)
	case http.StatusInternalServerError:
	default:
		h.Set("WWW-Authenticate", g.challenges(r, a))
	}
	if a.status == http.StatusUnauthorized {
		g.giveNonce(h)
	}
	h.Set("Cache-Control", "no-store")
	body := `"error_description":"` + printable(a.description) + `"}`
	if a.code != "" {
		body = `"error":"` + a.code + `",` + body
	}
	writeJSON(w, a.status, []byte("{"+body))
}

// challenges returns the value of WWW-Authenticate: a challenge for each scheme
// that the Guard accepts. They share one field, since some proxies pass on only
// the first of several.
func (g *Guard) challenges(r *http.Request, a answer) string {
	silent := a
	silent.code = ""
	tried := g.tried(r)
	var list []string
	for _, scheme := range g.schemes() {
		if slices.Contains(tried, scheme) {
			list = append(list, g.challenge(scheme, a))
		} else {
			list = append(list, g.challenge(scheme, silent))
		}
	}
	return strings.Join(list, ", ")
}

// challenge returns the challenge of one scheme. Its parameters are those of
// RFC 6750 section 3, RFC 9728 section 5.1, and the Proof's.
func (g *Guard) challenge(scheme string, a answer) string {
	description := a.description
	if a.code == "" {
		description = ""
	}
	realm := g.Realm
	if realm == "" {
		realm = "api"
	}
	scope := a.scope
	if a.status == http.StatusUnauthorized {
		scope = strings.Join(g.Scope, " ")
	}
	b := []byte(scheme + ` realm="` + printable(realm) + `"`)
	for _, p := range [...]struct{ name, value string }{
		{"error", a.code},
		{"error_description", description},
		{"scope", scope},
		{"resource_metadata", g.ResourceMetadata},
	} {
		if p.value != "" {
			b = append(b, `, `+p.name+`="`+printable(p.value)+`"`...)
		}
	}
	if g.Proof != nil {
		if more := g.Proof.Challenge(scheme); more != "" {
			b = append(b, ", "+more...)
		}
	}
	return string(b)
}

// printable replaces each character that RFC 6750 section 3 does not allow in
// error_description by "_": quotes, backslashes, line breaks, and everything
// beyond ASCII. The result needs no escapes between quotes.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, s)
}

// writeJSON writes the body and a line break after it, for terminals.
func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(slices.Concat(body, []byte("\n"))) // an error means that the client is gone
}
