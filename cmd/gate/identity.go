package main

import (
	"log/slog"
	"net/http"
	"strings"

	"example.com/glassjwt/jwt"
)

// The headers of a yes, in their canonical spelling. All of them are always
// set: what a client sent under the same name is then overwritten.
const (
	headerIssuer  = "X-Auth-Issuer"
	headerSubject = "X-Auth-Subject"
	headerClient  = "X-Auth-Client"
	headerScope   = "X-Auth-Scope"
	headerRoles   = "X-Auth-Roles"
)

// An identity answers yes, with what the token says about the caller.
type identity struct {
	roleClaim []string
	log       *slog.Logger
}

// write sets the headers for a token, or for an anonymous caller if it is nil.
func (i *identity) write(w http.ResponseWriter, r *http.Request, t *jwt.Token) {
	var issuer, subject, client, scope, roles string
	if t != nil {
		issuer, subject = encode(t.Claims.Issuer), encode(t.Claims.Subject)
		client = encode(clientOf(t))
		scope, _ = list(t.Claims.Scopes())
		roles = i.roles(r, t)
	}
	h := w.Header()
	h[headerIssuer] = []string{issuer}
	h[headerSubject] = []string{subject}
	h[headerClient] = []string{client}
	h[headerScope] = []string{scope}
	h[headerRoles] = []string{roles}
	h["Cache-Control"] = noStore
	w.WriteHeader(http.StatusOK)
}

// clientOf returns the client for which the token was issued: "client_id" (RFC
// 9068 section 2.2), or "azp", which OpenID Connect has for the same.
func clientOf(t *jwt.Token) string {
	var client string
	if t.Claims.Get("client_id", &client) == nil && client != "" {
		return client
	}
	if t.Claims.Get("azp", &client) == nil {
		return client
	}
	return ""
}

func (i *identity) roles(r *http.Request, t *jwt.Token) string {
	roles, err := t.Claims.Strings(i.roleClaim...)
	if err != nil {
		return "" // a token without roles
	}
	text, left := list(roles)
	if left > 0 {
		i.log.LogAttrs(r.Context(), slog.LevelWarn, "roles left out: with a space in it, a role would become two",
			slog.Int("left_out", left), slog.String("subject", printable(t.Claims.Subject)))
	}
	return text
}

// list puts spaces between the elements. It leaves out, and counts, those that
// would become several elements, or none.
func list(elements []string) (text string, left int) {
	var kept []string
	for _, e := range elements {
		if e == "" || strings.ContainsAny(e, " \t\r\n\v\f") {
			left++
			continue
		}
		kept = append(kept, encode(e))
	}
	return strings.Join(kept, " "), left
}

// encode writes a value in visible ASCII. Every other byte, and the percent sign
// itself, becomes %XX (RFC 3986 section 2.1), so that two values never look the
// same, no value ends a header, and no space at its end is lost.
func encode(s string) string {
	const digits = "0123456789ABCDEF"
	plain := true
	for i := range len(s) {
		plain = plain && isPlain(s[i])
	}
	if plain {
		return s
	}
	b := make([]byte, 0, 3*len(s))
	for i := range len(s) {
		if c := s[i]; isPlain(c) {
			b = append(b, c)
		} else {
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(b)
}

func isPlain(c byte) bool { return c > ' ' && c <= '~' && c != '%' }
