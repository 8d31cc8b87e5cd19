package jwt

import "context"

// Issuers verifies the tokens of several issuers, each by its own rules and
// with its own keys. A token that claims to be from one of them is judged by
// that one's [Verifier], and by no other: what issuer A signed is never taken
// for a token of issuer B.
//
// To choose, the "iss" of the token is read before its signature is checked.
// It only chooses among the issuers that are in the list, and is then checked
// like every other claim.
type Issuers []*Verifier

// Verify judges the token by the Verifier of its issuer: the first in the list,
// if there are several. The errors are those of [Verifier.Verify]; a token of
// no issuer in the list is refused with [ErrIssuer], and if the list is empty,
// every token with [ErrConfig].
func (list Issuers) Verify(ctx context.Context, token string) (*Token, error) {
	if len(list) == 0 {
		return nil, &Error{Step: StepShape, Err: because(ErrConfig, "no Issuers")}
	}
	// As long as the most patient of them allows. The one that judges the
	// token asks again.
	limit := 0
	for _, v := range list {
		if v != nil {
			limit = max(limit, v.maxSize())
		}
	}
	if len(token) > limit {
		return nil, &Error{Step: StepShape, Err: ErrTooLarge}
	}
	var u Unverified
	if err := u.parse(token); err != nil {
		return nil, &Error{Step: StepShape, Err: err}
	}
	said, err := parseClaims(u.Payload.decoded)
	if err != nil {
		return nil, &Error{Step: StepClaims, Err: err}
	}
	for _, v := range list {
		if v != nil && v.Issuer == said.Issuer {
			return v.Verify(ctx, token)
		}
	}
	return nil, &Error{Step: StepIssuer, Err: ErrIssuer}
}
