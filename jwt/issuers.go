package jwt

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A Judge decides whether to believe a token. It is a [*Verifier], [Issuers], an
// [IssuerFunc], a [*Cache], or a type of your own that calls one of them.
type Judge interface {
	Verify(ctx context.Context, token string) (*Token, error)
}

var _ = []Judge{(*Verifier)(nil), Issuers(nil), IssuerFunc(nil), (*Cache)(nil)}

// Issuers verifies the tokens of several issuers, each by its own rules and
// with its own keys. It maps the name of an issuer, as it stands in "iss", to
// the Judge of this issuer's tokens. No other Judge sees them: what issuer A
// signed is never taken for a token of issuer B.
//
// To choose, Issuers reads "iss" before the signature is checked. It only looks
// the name up. The [Verifier] then compares "iss" with its own Issuer. A Verifier
// that stands in the map under another name than its Issuer refuses every token.
//
// The map must not change after the first use.
type Issuers map[string]Judge

// Verify asks the Judge of the token's issuer, and returns that Judge's answer.
// A token of another issuer is refused with [ErrIssuer]. With an empty map, or nil
// in place of a Judge, the error is [ErrConfig].
func (m Issuers) Verify(ctx context.Context, token string) (*Token, error) {
	judge, err := m.choose(token)
	if err != nil {
		return nil, err
	}
	return judge.Verify(ctx, token)
}

func (m Issuers) choose(token string) (Judge, error) {
	if len(m) == 0 {
		return nil, &Error{Step: StepShape, Err: because(ErrConfig, "no Issuers")}
	}
	if !mayRead(m, len(token)) {
		return nil, &Error{Step: StepShape, Err: ErrTooLarge}
	}
	issuer, err := issuerOf(token)
	if err != nil {
		return nil, err
	}
	judge, ok := m[issuer]
	switch {
	case !ok:
		return nil, &Error{StepIssuer, ErrIssuer, func() []string { return m.causes(issuer) }}
	case judge == nil:
		return nil, &Error{Step: StepIssuer, Err: because(ErrConfig, "no Judge for the issuer")}
	}
	return judge, nil
}

// causes says what is wrong with an issuer that is not in the map.
func (m Issuers) causes(issuer string) []string {
	names := slices.Sorted(maps.Keys(m))
	for _, name := range names {
		if words := difference(issuer, name); words != "" {
			return []string{fmt.Sprintf("the issuers differ only %s: the token says %s, and Issuers has %s", words, quoted(issuer), quoted(name))}
		}
	}
	return []string{fmt.Sprintf("the token is from %s, and Issuers has %s", quoted(issuer), quotedFew(names))}
}

// An IssuerFunc finds the Verifier of an issuer that is not known in advance,
// such as one of an identity provider's tenants. Nil and no error means that
// the issuer is not one of yours. The Verifier that it returns judges the token.
// Its Issuer must be the issuer that was asked for, or it refuses the token.
//
// The issuer is the "iss" of a token whose signature was not checked. Anyone can
// make a program call this function, at any rate, with any text of up to 64 KiB.
// Therefore:
//
//   - Compare the whole text with what you expect, before anything else.
//   - Send no request to an address that you find in it.
//   - Bound what you remember: a million requests may name a million issuers.
//   - Do not write it into a log or an error unquoted.
//
// An error that wraps [ErrIssuer], [ErrKeysUnavailable] or [ErrConfig] is passed
// on. Every other error becomes ErrKeysUnavailable: the token may be good.
type IssuerFunc func(ctx context.Context, issuer string) (*Verifier, error)

// Verify asks the Verifier of the token's issuer, and returns that Verifier's
// answer. A token whose issuer is not one of yours is refused with [ErrIssuer]. A
// token longer than [DefaultMaxSize] is refused, whatever the Verifier's MaxSize
// is: Verify must read the token to find the Verifier.
func (f IssuerFunc) Verify(ctx context.Context, token string) (*Token, error) {
	v, err := f.choose(ctx, token)
	if err != nil {
		return nil, err
	}
	return v.Verify(ctx, token)
}

func (f IssuerFunc) choose(ctx context.Context, token string) (*Verifier, error) {
	if f == nil {
		return nil, &Error{Step: StepShape, Err: because(ErrConfig, "no IssuerFunc")}
	}
	if len(token) > DefaultMaxSize {
		return nil, &Error{Step: StepShape, Err: ErrTooLarge}
	}
	issuer, err := issuerOf(token)
	if err != nil {
		return nil, err
	}
	unknown := &Error{StepIssuer, ErrIssuer, func() []string {
		return []string{fmt.Sprintf("the token is from %s, and the IssuerFunc does not know this issuer", quoted(issuer))}
	}}
	if issuer == "" {
		return nil, unknown
	}
	v, err := f(ctx, issuer)
	switch {
	case errors.Is(err, ErrIssuer), errors.Is(err, ErrKeysUnavailable), errors.Is(err, ErrConfig):
		return nil, &Error{Step: StepIssuer, Err: err}
	case err != nil:
		return nil, &Error{Step: StepIssuer, Err: fmt.Errorf("%w: %w", ErrKeysUnavailable, err)}
	case v == nil:
		return nil, unknown
	}
	return v, nil
}

// issuerOf returns the "iss" of a token. Nothing in that token is proven.
func issuerOf(token string) (string, error) {
	var u Unverified
	if err := u.parse(token); err != nil {
		return "", &Error{Step: StepShape, Err: err}
	}
	said, err := parseClaims(u.Payload.decoded)
	if err != nil {
		return "", &Error{Step: StepClaims, Err: err}
	}
	return said.Issuer, nil
}

// mayRead reports whether the Judge may accept a token of this length. Issuers
// read a token if the Judge of any issuer may, since they do not know the issuer
// yet. The Judge that they choose checks the length again.
func mayRead(judge Judge, size int) bool {
	switch j := judge.(type) {
	case *Verifier:
		return j == nil || size <= j.maxSize()
	case *Cache:
		return j == nil || mayRead(j.Verifier, size)
	case Issuers:
		for _, inner := range j {
			if mayRead(inner, size) {
				return true
			}
		}
		return len(j) == 0 // choose refuses an empty map
	}
	return size <= DefaultMaxSize
}
