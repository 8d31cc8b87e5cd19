package httpauth

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// A rule says what a known caller may do.
type rule struct {
	step    string // its name in the log
	words   string // for the client
	scope   string // what the client may ask its issuer for
	check   func(*jwt.Token) error
	mistake error // what the program did wrong, so that no caller can meet the rule
}

// Scope lets through callers whose token has all of the scopes, as
// [jwt.Claims.Scopes] finds them. Scopes are compared whole. Scope stands behind
// a [Guard]; without one it refuses every request.
//
// Scope without a scope, or with a text that is not one scope (RFC 6749 section
// 3.3), such as "" or "read write", does not say what the program means. Every
// answer is then 500.
func Scope(all ...string) func(http.Handler) http.Handler {
	all = slices.Clone(all)
	return scopeRule(all, strings.Join(all, " "), func(granted []string) error {
		for _, s := range all {
			if !slices.Contains(granted, s) {
				return fmt.Errorf("scope %q not granted", s)
			}
		}
		return nil
	})
}

// AnyScope lets through callers whose token has at least one of the scopes. In
// all else it is like [Scope]. The challenge names the first scope, which is
// enough: put the scope that allows least in front.
func AnyScope(oneOf ...string) func(http.Handler) http.Handler {
	oneOf = slices.Clone(oneOf)
	first := strings.Join(oneOf[:min(1, len(oneOf))], "")
	return scopeRule(oneOf, first, func(granted []string) error {
		for _, s := range oneOf {
			if slices.Contains(granted, s) {
				return nil
			}
		}
		return fmt.Errorf("none of the scopes %q granted", oneOf)
	})
}

func scopeRule(scopes []string, hint string, enough func(granted []string) error) func(http.Handler) http.Handler {
	u := &rule{step: "scope", words: "the token lacks a scope that is needed here", scope: hint}
	u.check = func(t *jwt.Token) error { return enough(t.Claims.Scopes()) }
	if len(scopes) == 0 {
		u.mistake = mistake("a scope is to be required, but none is named")
	}
	for _, s := range scopes {
		if !isScope(s) {
			u.mistake = mistake(fmt.Sprintf("%q is not one scope", s))
		}
	}
	return u.handler
}

// isScope reports whether s is a scope-token of RFC 6749 section 3.3. It can
// stand in a challenge as it is.
func isScope(s string) bool {
	return s != "" && s == printable(s) && !strings.Contains(s, " ")
}

// Role lets through callers whose token has the role among the strings at the
// end of the path of claims, such as
//
//	Role("admin", "roles")                        {"roles": ["admin"]}
//	Role("admin", "realm_access", "roles")        {"realm_access": {"roles": ["admin"]}}
//	Role("admin", "https://api.example/roles")    {"https://api.example/roles": "admin"}
//
// A string counts as an array of one. Roles are compared whole:
// "not-an-administrator" is not "admin". See [jwt.Claims.Strings]. Role stands
// behind a [Guard]; without one it refuses every request.
//
// If the role is empty, or there is no path, every answer is 500.
func Role(role string, path ...string) func(http.Handler) http.Handler {
	path = slices.Clone(path)
	u := &rule{step: "role", words: "the caller lacks a role that is needed here"}
	if role == "" || len(path) == 0 {
		u.mistake = mistake("a role is to be required, but it or its claim is not named")
	}
	u.check = func(t *jwt.Token) error {
		roles, err := t.Claims.Strings(path...)
		if err != nil {
			return fmt.Errorf("role %q: %w", role, err)
		}
		if !slices.Contains(roles, role) {
			return fmt.Errorf("role %q not in %q", role, path)
		}
		return nil
	}
	return u.handler
}

// Require lets through callers whose token meets a rule of your own. The rule
// returns nil for yes. Its error is for the log; the client hears fixed words.
// Many goroutines may call it at once. Require stands behind a [Guard]; without
// one it refuses every request. If the rule is nil, every answer is 500.
//
// A decision that needs more than the token, such as who owns a record, is for
// the handler, which answers with [Forbid].
func Require(allow func(*jwt.Token) error) func(http.Handler) http.Handler {
	u := &rule{step: "rule", words: forbidden, check: allow}
	if allow == nil {
		u.mistake = mistake("a rule is to be required, but it is nil")
	}
	return u.handler
}

const forbidden = "the caller may not do this"

// Forbid answers a request as [Require] does when its rule is not met: with
// 403 and fixed words. The reason is for the log. Forbid is for a handler behind
// a [Guard]. An anonymous caller gets 401 instead, and is asked for a token.
func Forbid(w http.ResponseWriter, r *http.Request, reason error) {
	if reason == nil {
		reason = errors.New("forbidden")
	}
	u := &rule{step: "rule", words: forbidden, check: func(*jwt.Token) error { return reason }}
	c := callerOf(r.Context())
	c.guard.Refuse(w, r, u.ask(c.token))
}

// handler returns next behind the rule.
func (u *rule) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callerOf(r.Context())
		if err := u.ask(c.token); err != nil {
			c.guard.Refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (u *rule) ask(token *jwt.Token) error {
	switch {
	case u.mistake != nil:
		return u.mistake
	case token == nil:
		return errAnonymous
	}
	if reason := u.check(token); reason != nil {
		return &ruleError{u, reason}
	}
	return nil
}

// A ruleError is the refusal of a known caller. It hides its reason from
// errors.Is: a rule may fail with any error, and the answer is always 403.
type ruleError struct {
	rule   *rule
	reason error
}

func (e *ruleError) Error() string { return e.reason.Error() }
