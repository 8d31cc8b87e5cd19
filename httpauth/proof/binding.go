package proof

import (
	"errors"
	"net/http"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// A binding is what the claim "cnf" of a token says (RFC 7800 section 3.1): to
// which key the token is bound.
type binding struct {
	bound       bool // there is a "cnf", whatever is in it
	key         bool // it has "jkt": RFC 9449 section 6.1
	jkt         string
	certificate bool // it has "x5t#S256": RFC 8705 section 3.1
	x5t         string
}

// bindingOf reads the claim. Members that nothing here knows are ignored.
func bindingOf(c jwt.Claims) (b binding, err error) {
	if !c.Has("cnf") {
		return binding{}, nil
	}
	var cnf jwt.Object
	if err := c.Get("cnf", &cnf); err != nil {
		return binding{}, errors.Join(ErrBinding, err)
	}
	b.bound, b.key, b.certificate = true, cnf.Has("jkt"), cnf.Has("x5t#S256")
	if b.key {
		err = cnf.Get("jkt", &b.jkt)
	}
	if b.certificate && err == nil {
		err = cnf.Get("x5t#S256", &b.x5t)
	}
	if err != nil {
		return binding{}, errors.Join(ErrBinding, err)
	}
	return b, nil
}

// check decides whether the request may use the token. It is the same for DPoP,
// for certificates, and for both: d or m is nil if that kind is not accepted.
func check(r *http.Request, c httpauth.Credentials, d *DPoP, m *MutualTLS) (renew bool, err error) {
	if c.Token == nil {
		return false, errNoToken
	}
	b, err := bindingOf(c.Token.Claims)
	switch {
	case err != nil:
		return false, refuseToken(err, "the token is bound in a way that cannot be read")
	case !b.bound && c.Scheme == schemeDPoP:
		// RFC 9449 section 7.1 lets only bound tokens follow this scheme. A
		// client that uses it relies on the binding.
		return false, refuseToken(ErrUnbound, "the token is not bound to a key, so the scheme DPoP is wrong for it")
	case !b.bound && (d != nil && d.Required || m != nil && m.Required):
		return false, refuseToken(ErrUnbound, "the token is not bound to a key")
	case !b.bound:
		return false, nil
	case !b.key && !b.certificate:
		return false, refuseToken(ErrBinding, "the token is bound in a way that is not supported")
	case b.key && d == nil, b.certificate && m == nil:
		return false, refuseToken(ErrBinding, "the token is bound in a way that is not accepted here")
	// RFC 9449 section 7.2: "Specifically, such a protected resource MUST
	// reject a DPoP-bound access token received as a bearer token per RFC
	// 6750."
	case b.key && c.Scheme != schemeDPoP:
		return false, refuseToken(jwt.ErrBound, "the token is bound to a key and cannot be used as a bearer token")
	case !b.key && c.Scheme == schemeDPoP:
		return false, refuseToken(ErrUnbound, "the token is bound to a certificate only, so the scheme DPoP is wrong for it")
	}
	// The certificate first: a DPoP proof can be used only once.
	if b.certificate {
		if err := m.check(r, b.x5t); err != nil {
			return false, err
		}
	}
	if !b.key {
		return false, nil
	}
	x := d.examination(r)
	x.token, x.Bound, x.Hash = true, b.jkt, hashOf(c.Text)
	if err := d.ask(r.Context(), x); err != nil {
		return false, err
	}
	return x.renew, nil
}

// refuseToken is a refusal of the token, not of its proof.
func refuseToken(err error, words string) error {
	return &httpauth.ProofError{Step: "cnf", Code: "invalid_token", Words: words, Err: err}
}
