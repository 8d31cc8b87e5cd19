package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// examineToken says what the token is, and which settings would accept it. No
// setting is proposed that would skip a check.
func (v *visit) examineToken(ctx context.Context) {
	const about = "token"
	if v.token == "" {
		return
	}
	t, claims, err := readToken(v.token)
	if err != nil {
		v.find(fault, about, "paste the access token alone, which has two dots in it", "%v", err)
		return
	}
	v.find(ok, about, "", "alg %s, typ %s, kid %s", quote(string(t.Header.Algorithm)), quote(t.Header.Type), quote(t.Header.KeyID))
	if claims.Issuer != v.issuer {
		change := "is it a token of another issuer?"
		if claims.Issuer != "" {
			change = "visit that one: -issuer " + word(claims.Issuer) + "; or set Verifier.Issuer to it, and Keys.Issuer to the name in the metadata"
		}
		v.find(fault, about, change, "iss is %s, and not the issuer; the difference is %s", quote(claims.Issuer), v.difference(claims.Issuer))
		return
	}
	if row := providerOf(claims); row != "" {
		v.find(note, about, "see that row of oidc/providers.md", "it looks like a token of %s", row)
	}
	s := v.settingsFor(t, claims)
	for _, n := range s.notes {
		v.find(note, about, n.Change, "%s", n.Text)
	}
	if len(s.faults) > 0 {
		v.findings = append(v.findings, s.faults...)
		return
	}
	s.verifier.Keys = &oidc.Keys{Issuer: v.issuer, Client: v.client, Cleartext: v.cleartext}
	s.verifier.Now = v.now
	if x := s.verifier.Examine(ctx, v.token); x.Err() != nil {
		var refused *jwt.Error
		if errors.As(x.Err(), &refused) {
			v.find(fault, about, strings.Join(refused.Causes(), "; "), "refused even with settings made for it: %v", refused)
		}
		return
	}
	v.find(ok, about, "", "these settings accept it:\n%s", s.source(v))
}

// readToken reads what a token says. Nothing in it is proven.
func readToken(text string) (*jwt.Unverified, jwt.Claims, error) {
	var claims jwt.Claims
	t, err := jwt.Parse(text)
	if err != nil {
		return nil, claims, err
	}
	o, err := jwt.ParseObject(t.Payload.Bytes())
	if err != nil {
		return nil, claims, fmt.Errorf("the payload: %w", err)
	}
	claims.Object = o
	if o.Has("iss") {
		if err := o.Get("iss", &claims.Issuer); err != nil {
			return nil, claims, errors.New("iss is not a string")
		}
	}
	return t, claims, nil
}

// settings are those of a Verifier that would accept a token.
type settings struct {
	verifier jwt.Verifier
	notes    []finding
	faults   []finding
}

func (v *visit) settingsFor(t *jwt.Unverified, claims jwt.Claims) *settings {
	s := &settings{verifier: jwt.Verifier{Issuer: v.issuer, Algorithms: v.algorithms}}
	s.chooseAlgorithm(t)
	s.chooseType(t)
	v.chooseAudience(s, claims)
	s.chooseTime(v.now(), claims)
	if claims.Has("cnf") {
		s.verifier.Bound = true
		s.note("the token is bound to a key (cnf)", "set Bound, and Guard.Proof: see package httpauth/proof")
	}
	for _, name := range []string{"nonce", "at_hash", "c_hash", "s_hash"} {
		if claims.Has(name) {
			s.note("it has "+name+", so it looks like an ID token, which is for the application that signed the user in", "send the access token to the API, and set Types: []string{\"at+jwt\"} if the issuer sets that type")
			break
		}
	}
	return s
}

func (s *settings) note(text, change string) {
	s.notes = append(s.notes, finding{note, "token", text, change})
}

func (s *settings) fault(text, change string) {
	s.faults = append(s.faults, finding{fault, "token", text, change})
}

func (s *settings) chooseAlgorithm(t *jwt.Unverified) {
	alg := t.Header.Algorithm
	if s.verifier.Algorithms == nil && (alg == jwt.RS256 || alg == jwt.ES256) || slices.Contains(s.verifier.Algorithms, alg) {
		return
	}
	if !slices.Contains(keytext.Algorithms(), alg) {
		s.fault(fmt.Sprintf("glassjwt does not have the algorithm %s", quote(string(alg))),
			"HS256 and its kind use a secret that each API would have to know: let the issuer sign with RS256 or ES256")
		return
	}
	s.verifier.Algorithms = append(slices.Clone(s.verifier.Algorithms), alg)
}

func (s *settings) chooseType(t *jwt.Unverified) {
	typ := strings.ToLower(t.Header.Type)
	switch {
	case !t.Header.Has("typ"):
		s.note("it has no typ, so typ cannot tell an access token from another JWT", "the audience must do that: ask the issuer for a name that only your API has")
	case typ == "at+jwt" || typ == "application/at+jwt":
		s.verifier.Types = []string{"at+jwt"}
	case typ == "jwt" || typ == "application/jwt":
		s.note("typ is JWT, as ID tokens have it too", "the audience must tell them apart: ask the issuer for a name that only your API has")
	default:
		s.verifier.Types = []string{t.Header.Type}
		s.note("typ is "+quote(t.Header.Type)+", which is not that of an access token", "accept it only if your issuer says that its access tokens have this type")
	}
}

func (v *visit) chooseAudience(s *settings, claims jwt.Claims) {
	var names []string
	if claims.Has("aud") {
		var one string
		if claims.Get("aud", &one) == nil {
			names = []string{one}
		} else if err := claims.Get("aud", &names); err != nil {
			s.fault("aud is neither a string nor an array of strings", "RFC 7519 section 4.1.3")
			return
		}
	}
	switch {
	case len(v.audience) > 0 && slices.ContainsFunc(names, func(n string) bool { return slices.Contains(v.audience, n) }):
		s.verifier.Audience = v.audience
	case len(v.audience) > 0 && len(names) > 0:
		s.fault(fmt.Sprintf("aud is %s, and your API is %s", quoteAll(names), quoteAll(v.audience)), "ask the issuer for a token for this API; most need a parameter for that, resource or audience")
	case len(names) > 0:
		s.verifier.Audience = names
		s.note("the audience is "+quoteAll(names)+": is that your API, and no other?", "name it with -audience")
	case claims.Has("client_id") || claims.Has("azp"):
		s.chooseClients(claims)
	default:
		s.fault("it has no aud, no client_id and no azp", "it does not say for whom it is, so every API would accept it: let the issuer set aud")
	}
}

func (s *settings) chooseClients(claims jwt.Claims) {
	for _, name := range []string{"client_id", "azp"} {
		var client string
		if claims.Get(name, &client) == nil && client != "" && !slices.Contains(s.verifier.Clients, client) {
			s.verifier.Clients = append(s.verifier.Clients, client)
		}
	}
	s.note("it has no aud, and names only the client", "Clients lists your own applications; a token of theirs for another API then passes too")
}

// chooseTime says how far from now the token is good. It never proposes a Leeway
// for a token that has expired.
func (s *settings) chooseTime(now time.Time, claims jwt.Claims) {
	var exp, nbf float64
	if !claims.Has("exp") || claims.Get("exp", &exp) != nil {
		s.fault("it has no exp, or one that is not a number", "a token that never expires cannot be taken back: let the issuer set exp, in seconds")
		return
	}
	if exp > 1e12 { // in the year 33658, as seconds
		s.fault("exp looks like milliseconds", "RFC 7519 section 2 wants seconds")
		return
	}
	if left := until(exp, now); left <= 0 {
		s.fault(fmt.Sprintf("it has expired, %v ago", -left), "fetch a new one, and try again")
	}
	if claims.Has("nbf") && claims.Get("nbf", &nbf) == nil {
		if ahead := until(nbf, now); ahead > 0 && ahead <= time.Minute {
			s.verifier.Leeway = time.Minute
			s.note(fmt.Sprintf("nbf is %v ahead", ahead), "synchronise the clocks, or keep some seconds of Leeway")
		}
	}
}

// until returns the time from now to a moment, or a century if it is further away:
// a Duration would overflow.
func until(seconds float64, now time.Time) time.Duration {
	const century = 100 * 365 * 24 * 3600
	left := seconds - float64(now.Unix())
	return time.Duration(min(max(left, -century), century)) * time.Second
}

func quoteAll(names []string) string {
	var q []string
	for _, n := range names {
		q = append(q, quote(n))
	}
	return strings.Join(q, ", ")
}

// source returns the Verifier as lines of Go.
func (s *settings) source(v *visit) string {
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "\t%-12s%s,\n", name+":", value) }
	b.WriteString("&jwt.Verifier{\n")
	line("Issuer", fmt.Sprintf("%q", s.verifier.Issuer))
	if len(s.verifier.Audience) > 0 {
		line("Audience", fmt.Sprintf("[]string{%s}", quoteAll(s.verifier.Audience)))
	}
	if len(s.verifier.Clients) > 0 {
		line("Clients", fmt.Sprintf("[]string{%s}", quoteAll(s.verifier.Clients)))
	}
	keys := fmt.Sprintf("&oidc.Keys{Issuer: %q}", v.issuer)
	if len(v.cleartext) > 0 {
		keys = fmt.Sprintf("&oidc.Keys{Issuer: %q, Cleartext: []string{%s}}", v.issuer, quoteAll(v.cleartext))
	}
	line("Keys", keys)
	if s.verifier.Algorithms != nil {
		line("Algorithms", fmt.Sprintf("[]jwt.Algorithm{%s}", goNames(s.verifier.Algorithms)))
	}
	if s.verifier.Types != nil {
		line("Types", fmt.Sprintf("[]string{%s}", quoteAll(s.verifier.Types)))
	}
	if s.verifier.Bound {
		line("Bound", "true")
	}
	if s.verifier.Leeway > 0 {
		line("Leeway", "time.Minute")
	}
	b.WriteString("}")
	return b.String()
}
