package httpauth

import (
	"errors"
	"net/http"
	"strings"

	"example.com/glassjwt/jwt"
)

// An answer is what a client hears when it is refused. All of its words are
// fixed, or the program's own: nothing that the sender chose is in it.
type answer struct {
	status      int
	code        string // "error" of RFC 6750 section 3.1; "" without credentials
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
		// A client that hears invalid_token throws its token away, though
		// nothing is known to be wrong with it.
		return answer{http.StatusServiceUnavailable, "temporarily_unavailable", "the keys of the issuer are unavailable", ""}
	case errors.Is(err, jwt.ErrConfig):
		return answer{http.StatusInternalServerError, "server_error", "the server is not set up to check tokens", ""}
	case errors.Is(err, ErrNoToken):
		// RFC 6750 section 3.1: the challenge to who brought no token "SHOULD
		// NOT include an error code or other error information". So the
		// words are in the body only, where a person may read them.
		return answer{http.StatusUnauthorized, "", wordsOf(err, "an access token is required"), ""}
	case errors.Is(err, ErrRequest):
		return answer{http.StatusBadRequest, "invalid_request", wordsOf(err, "the request is malformed"), ""}
	}
	var refused *jwt.Error
	if errors.As(err, &refused) {
		return answer{http.StatusUnauthorized, "invalid_token", refused.Description(), ""}
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
// seconds. By then an oidc.Keys asks its issuer again: its longest pause is as
// long, unless the issuer demands a longer one.
const retryAfter = "15"

func (g *Guard) write(w http.ResponseWriter, a answer) {
	h := w.Header()
	h.Del("Content-Length") // of what another handler meant to send
	h.Del("WWW-Authenticate")
	switch a.status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", retryAfter)
	case http.StatusInternalServerError:
	default:
		h.Set("WWW-Authenticate", g.challenge(a))
	}
	h.Set("Cache-Control", "no-store")
	body := `"error_description":"` + printable(a.description) + `"}`
	if a.code != "" {
		body = `"error":"` + a.code + `",` + body
	}
	writeJSON(w, a.status, []byte("{"+body))
}

// challenge returns the value of WWW-Authenticate, whose parameters are those
// of RFC 6750 section 3 and RFC 9728 section 5.1.
func (g *Guard) challenge(a answer) string {
	description := a.description
	if a.code == "" {
		description = ""
	}
	realm := g.Realm
	if realm == "" {
		realm = "api"
	}
	b := []byte(`Bearer realm="` + printable(realm) + `"`)
	for _, p := range [...]struct{ name, value string }{
		{"error", a.code},
		{"error_description", description},
		{"scope", a.scope},
		{"resource_metadata", g.ResourceMetadata},
	} {
		if p.value != "" {
			b = append(b, `, `+p.name+`="`+printable(p.value)+`"`...)
		}
	}
	return string(b)
}

// printable puts "_" in the place of each character that RFC 6750 section 3
// does not allow in error_description: a quote, a backslash, a line break, and
// all that is not ASCII. What is left needs no escapes between quotes.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, s)
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error means that whoever asked is gone
}
