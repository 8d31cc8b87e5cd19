package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"example.com/glassjwt/jwt"
)

// Metadata are what an issuer says about itself: OpenID Connect Discovery 1.0
// section 3, RFC 8414 section 2. The Object holds all of it.
type Metadata struct {
	Issuer  string // "issuer": exactly the one that was asked for
	JWKSURI string // "jwks_uri": where its keys are
	// Algorithms is "id_token_signing_alg_values_supported", for people to
	// read. It is about ID tokens, it may list "none", and it is not for
	// the issuer to say what we accept: [jwt.Verifier].Algorithms is.
	Algorithms []string
	jwt.Object
}

// Discover fetches the metadata of an issuer. The issuer is an https URL; http
// will do on the loopback interface. A nil client is a plain one.
//
// The document is looked for in two places:
//
//	https://issuer.example/tenant/.well-known/openid-configuration
//	https://issuer.example/.well-known/oauth-authorization-server/tenant
//
// the second, that of RFC 8414, only if the first answers 404. It must name
// the issuer exactly as it was asked for, else the error wraps
// [ErrIssuerMismatch]. Other errors wrap [ErrAddress], [ErrMetadata] or a
// [*FetchError].
//
// It takes at most 10 seconds, less if the context ends before.
func Discover(ctx context.Context, c *http.Client, issuer string) (*Metadata, error) {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	return discover(ctx, c, issuer)
}

func discover(ctx context.Context, c *http.Client, issuer string) (*Metadata, error) {
	u, err := parseIssuer(issuer)
	if err != nil {
		return nil, err
	}
	appended, inserted := wellKnown(u)
	m, err := readMetadata(ctx, c, appended, issuer)
	var e *FetchError
	if !errors.As(err, &e) || e.Status != http.StatusNotFound {
		return m, err
	}
	m, second := readMetadata(ctx, c, inserted, issuer)
	if second != nil {
		// The 404 comes last, because errors.As finds the first: it is the
		// other answer that has a reason, and perhaps a Retry-After.
		return nil, fmt.Errorf("%w, and %w", second, err)
	}
	return m, nil
}

// wellKnown returns the addresses of OpenID Connect Discovery 1.0 section 4.1,
// which appends, and of RFC 8414 section 3.1, which inserts. Both first remove
// one slash at the end of the issuer.
func wellKnown(issuer *url.URL) (appended, inserted *url.URL) {
	root := url.URL{Scheme: issuer.Scheme, Host: issuer.Host}
	path := strings.TrimSuffix(issuer.EscapedPath(), "/")
	return at(root, path+"/.well-known/openid-configuration"), at(root, "/.well-known/oauth-authorization-server"+path)
}

// at returns the URL with an escaped path.
func at(u url.URL, escaped string) *url.URL {
	u.RawPath = escaped
	u.Path, _ = url.PathUnescape(escaped) // it comes from EscapedPath
	return &u
}

func readMetadata(ctx context.Context, c *http.Client, u *url.URL, issuer string) (*Metadata, error) {
	body, _, err := get(ctx, c, u)
	if err != nil {
		return nil, err
	}
	m, err := parseMetadata(body, issuer)
	if err != nil {
		return nil, &FetchError{URL: u.String(), Status: http.StatusOK, Err: err}
	}
	return m, nil
}

// parseMetadata reads the document and compares. OpenID Connect Discovery 1.0
// section 4.3: the issuer in it "MUST be identical" to the one asked for.
// Otherwise anybody's document could stand for everybody's.
func parseMetadata(body []byte, issuer string) (*Metadata, error) {
	o, err := jwt.ParseObject(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMetadata, err)
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
	if err := checkKeySetAddress(m.JWKSURI, issuer); err != nil {
		return nil, err
	}
	_ = o.Get("id_token_signing_alg_values_supported", &m.Algorithms) // only for people
	return m, nil
}

// checkKeySetAddress refuses a jwks_uri that is not https (OpenID Connect
// Discovery 1.0 section 3). It may be on another host, as Google's is. But the
// loopback interface is no place for the keys of somebody else.
func checkKeySetAddress(address, issuer string) error {
	u, err := parseAddress(address)
	if err != nil {
		return fmt.Errorf("jwks_uri: %w", err)
	}
	home, err := parseIssuer(issuer)
	switch {
	case err == nil && isLoopback(home):
		return nil
	case u.Scheme != "https":
		return fmt.Errorf("jwks_uri: %w: %q is not https", ErrAddress, address)
	case isLoopback(u):
		return fmt.Errorf("jwks_uri: %w: %q is on this machine, and the issuer is not", ErrAddress, address)
	}
	return nil
}

// difference puts into words what is easily overlooked.
func difference(a, b string) string {
	host := func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "http://"), "https://") }
	switch {
	case strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/"):
		return "; they differ in the slash at the end"
	case strings.EqualFold(a, b):
		return "; they differ in upper and lower case"
	case host(a) == host(b):
		return "; they differ in http and https"
	}
	return ""
}
