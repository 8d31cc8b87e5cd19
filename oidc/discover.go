package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// Metadata are what an issuer says about itself: OpenID Connect Discovery 1.0
// section 3, RFC 8414 section 2. The Object holds the whole document.
type Metadata struct {
	Issuer  string // "issuer": exactly the one that was asked for
	JWKSURI string // "jwks_uri": where its keys are
	// Algorithms is "id_token_signing_alg_values_supported", for people to
	// read. It is about ID tokens, and it may list "none". Only
	// [jwt.Verifier].Algorithms decides what is accepted.
	Algorithms []string
	jwt.Object
}

// Discover fetches the metadata of an issuer. The issuer is an https URL. On
// the loopback interface http is allowed too. A nil client means the one that
// [Keys] use without a Client.
//
// Discover looks for the document in up to three places:
//
//	https://issuer.example/tenant/.well-known/openid-configuration
//	https://issuer.example/.well-known/oauth-authorization-server/tenant
//	https://issuer.example/.well-known/openid-configuration/tenant
//
// It tries the next one if the answer is a status from 400 to 499, or is not a
// JSON object. The third is only for issuers with a path. The document must
// name the issuer exactly as it was asked for, or the error wraps
// [ErrIssuerMismatch]. Other errors wrap [ErrAddress], [ErrMetadata] or a
// [*FetchError].
//
// Discover takes at most 10 seconds, less if the context ends before.
func Discover(ctx context.Context, c *http.Client, issuer string) (*Metadata, error) {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	k := &Keys{Client: c, Issuer: issuer}
	w := k.fetcher()
	m, err := within(ctx, func() (*Metadata, error) { return w.discover(ctx, issuer) })
	if err != nil {
		return nil, w.during(err)
	}
	return m, nil
}

func (w *fetcher) discover(ctx context.Context, issuer string) (*Metadata, error) {
	u, err := parseIssuer(issuer, w.cleartext)
	if err != nil {
		return nil, err
	}
	var failed []*FetchError
	for _, place := range wellKnown(u) {
		m, err := w.readMetadata(ctx, place, issuer)
		if err == nil {
			return m, nil
		}
		failed = append(failed, err)
		if !err.isAbsent() {
			break
		}
	}
	return nil, together(failed)
}

// isAbsent reports whether the metadata may still be at another place. Web
// applications answer an unknown path with status 200 and a page.
func (e *FetchError) isAbsent() bool {
	return e.Status >= 400 && e.Status < 500 || errors.Is(e.Err, errNoObject)
}

// together returns one error for all places. First stands the error that says
// most, since errors.As finds that: the one that ended the search, then
// documents of no use, then statuses. It gets the longest Retry-After.
func together(failed []*FetchError) error {
	rank := func(e *FetchError) int {
		switch {
		case !e.isAbsent():
			return 0
		case e.Err != nil:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(failed, func(a, b *FetchError) int { return rank(a) - rank(b) })
	first := failed[0]
	err := error(first)
	for _, e := range failed[1:] {
		first.retryAfter = max(first.retryAfter, e.retryAfter)
		err = fmt.Errorf("%w, and %w", err, e)
	}
	return err
}

// wellKnown returns where the metadata may be. OpenID Connect Discovery 1.0
// section 4.1 appends to the issuer, RFC 8414 section 3.1 inserts before its
// path. Both first remove one slash at the end. The Model Context Protocol also
// inserts the name of OpenID Connect.
func wellKnown(issuer *url.URL) []*url.URL {
	root := url.URL{Scheme: issuer.Scheme, Host: issuer.Host}
	path := strings.TrimSuffix(issuer.EscapedPath(), "/")
	places := []*url.URL{
		at(root, path+"/.well-known/openid-configuration"),
		at(root, "/.well-known/oauth-authorization-server"+path),
	}
	if path != "" {
		places = append(places, at(root, "/.well-known/openid-configuration"+path))
	}
	return places
}

// at returns the URL with an escaped path.
func at(u url.URL, escaped string) *url.URL {
	u.RawPath = escaped
	u.Path, _ = url.PathUnescape(escaped) // it comes from EscapedPath
	return &u
}

func (w *fetcher) readMetadata(ctx context.Context, u *url.URL, issuer string) (*Metadata, *FetchError) {
	body, _, failed := w.get(ctx, u)
	if failed != nil {
		return nil, failed
	}
	m, err := parseMetadata(body, issuer, w.cleartext)
	if err != nil {
		return nil, &FetchError{URL: u.String(), Status: http.StatusOK, Err: err}
	}
	return m, nil
}

// errNoObject says that a document is not JSON, or no object.
var errNoObject = fmt.Errorf("%w: not a JSON object", ErrMetadata)

// parseMetadata reads the document. The issuer in it must be identical to the
// one that was asked for (OpenID Connect Discovery 1.0 section 4.3). Otherwise
// one issuer's document could stand for another issuer.
func parseMetadata(body []byte, issuer string, cleartext []string) (*Metadata, error) {
	o, err := jwt.ParseObject(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errNoObject, err)
	}
	m := &Metadata{Object: o}
	if err := o.Get("issuer", &m.Issuer); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMetadata, err)
	}
	if m.Issuer != issuer {
		return nil, fmt.Errorf("%w: it says %q, not %q%s", ErrIssuerMismatch, clip(m.Issuer, 200), issuer, difference(m.Issuer, issuer))
	}
	if err := o.Get("jwks_uri", &m.JWKSURI); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMetadata, err)
	}
	if err := checkKeySetAddress(m.JWKSURI, issuer, cleartext); err != nil {
		return nil, err
	}
	_ = o.Get("id_token_signing_alg_values_supported", &m.Algorithms) // only for people
	return m, nil
}

// checkKeySetAddress checks a jwks_uri. It must be https (OpenID Connect
// Discovery 1.0 section 3). It may be on another host, as Google's is. It must
// not be on this machine, unless the issuer is: no issuer elsewhere has its keys
// here, but an attacker who controls the metadata could reach our own services.
func checkKeySetAddress(address, issuer string, cleartext []string) error {
	u, err := parseAddress(address, cleartext)
	if err != nil {
		return fmt.Errorf("jwks_uri: %w", err)
	}
	home, err := parseIssuer(issuer, cleartext)
	switch {
	case err == nil && isThisMachine(home.Hostname()), isListed(u, cleartext):
		return nil
	case u.Scheme != "https":
		return fmt.Errorf("jwks_uri: %w: %q is not https", ErrAddress, shown(u))
	case isThisMachine(u.Hostname()):
		return fmt.Errorf("jwks_uri: %w: %q is on this machine, and the issuer is not", ErrAddress, shown(u))
	case strings.ContainsFunc(u.Hostname(), func(r rune) bool { return r > '~' }):
		// net/http turns full-width digits into an address, for one.
		return fmt.Errorf("jwks_uri: %w: the host of %q is not ASCII", ErrAddress, shown(u))
	}
	return nil
}

// difference puts into words what people overlook.
func difference(said, asked string) string {
	host := func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "http://"), "https://") }
	switch {
	case strings.Contains(said, "{tenantid}"):
		return "; it is a template: name one tenant by its ID, or accept several with jwt.IssuerFunc and set Keys.URL"
	case strings.TrimSuffix(said, "/") == strings.TrimSuffix(asked, "/"):
		return "; they differ in the slash at the end"
	case strings.EqualFold(said, asked):
		return "; they differ in upper and lower case"
	case host(said) == host(asked):
		return "; they differ in http and https"
	}
	return ""
}
