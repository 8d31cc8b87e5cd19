package httpauth

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"example.com/glassjwt/jwt"
)

// log writes one line about a refusal.
func (g *Guard) log(r *http.Request, a answer, err error) {
	level := slog.LevelInfo
	gone := a.status == http.StatusServiceUnavailable && r.Context().Err() != nil // the client has hung up
	if a.status >= 500 && !gone {
		level = slog.LevelError
	}
	if g.Logger == nil || !g.Logger.Enabled(r.Context(), level) {
		return
	}
	step, reason := stepOf(err)
	attrs := []slog.Attr{
		slog.Int("status", a.status),
		slog.String("step", step),
		slog.String("reason", reason),
	}
	if causes := causesOf(r, err); len(causes) > 0 {
		attrs = append(attrs, slog.String("cause", strings.Join(causes, "; ")))
	}
	if kid, ok := g.keyID(r, err); ok {
		attrs = append(attrs, slog.String("kid", quote(kid)))
	}
	// The pattern is ours, where the path would be the sender's. It is
	// empty for a Guard in front of the whole mux.
	attrs = append(attrs, slog.String("method", quote(r.Method)), slog.String("pattern", r.Pattern))
	g.Logger.LogAttrs(r.Context(), level, "request refused", attrs...)
}

// stepOf returns the step of the way from header to handler that said no.
func stepOf(err error) (step, reason string) {
	var refused *jwt.Error
	var unmet *ruleError
	var unproven *ProofError
	switch {
	case errors.As(err, &unmet):
		return unmet.rule.step, err.Error()
	case errors.As(err, &refused):
		return refused.Step.String(), refused.Err.Error()
	case errors.As(err, &unproven):
		return unproven.Step, err.Error()
	case errors.Is(err, ErrNoToken), errors.Is(err, ErrRequest):
		return "bearer", err.Error()
	case errors.Is(err, ErrUnavailable):
		return "proof", err.Error()
	case errors.Is(err, jwt.ErrConfig):
		return "config", err.Error()
	}
	return "verify", err.Error()
}

// causesOf returns what probably lies behind a refusal, for the operator. What
// the sender chose is quoted and cut in it.
func causesOf(r *http.Request, err error) []string {
	var refused *jwt.Error
	var unmet *ruleError
	switch {
	case errors.As(err, &unmet):
		if token, ok := Token(r.Context()); ok && unmet.rule.step == "scope" {
			return []string{granted(token.Claims.Scopes())}
		}
	case errors.As(err, &refused):
		return refused.Causes()
	}
	return nil
}

// granted names the first of the scopes that the token has.
func granted(scopes []string) string {
	const most = 8
	if len(scopes) == 0 {
		return "the token grants no scope"
	}
	var names []string
	for _, s := range scopes[:min(len(scopes), most)] {
		names = append(names, strconv.QuoteToASCII(s[:min(len(s), maxQuoted)]))
	}
	if more := len(scopes) - most; more > 0 {
		names = append(names, "and "+strconv.Itoa(more)+" more")
	}
	return "the token grants [" + strings.Join(names, " ") + "]"
}

// keyID returns the key ID that the token names. The sender chose it. A token
// that was refused for its shape is not read again.
func (g *Guard) keyID(r *http.Request, err error) (kid string, ok bool) {
	var refused *jwt.Error
	if errors.As(err, &refused) && refused.Step <= jwt.StepShape {
		return "", false
	}
	c, err := g.credentials(r)
	if err != nil {
		return "", false
	}
	token, err := jwt.Parse(c.Text)
	if err != nil {
		return "", false
	}
	return token.Header.KeyID, token.Header.Has("kid")
}

// maxQuoted is how much of a text that the sender chose is logged, in bytes.
const maxQuoted = 64

// quote makes what the sender chose safe to read in a log: cut, and quoted
// unless it is made of letters, digits and a few others, as most key IDs are.
func quote(s string) string {
	s = s[:min(len(s), maxQuoted)]
	if isToken68(s) {
		return s
	}
	return strconv.QuoteToASCII(s)
}
