package proof

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// DPoP checks proofs of RFC 9449. It is an [httpauth.Proof].
//
// The zero DPoP refuses every request, because it has no Base. A DPoP may be
// used by many goroutines at once. Its fields must not change after the first
// use, and it must not be copied.
type DPoP struct {
	// Base is the URL of this API as clients call it, up to the path, such
	// as "https://api.example". A path prefix that a proxy strips belongs to
	// Base: "https://api.example/v1". Required.
	//
	// The "htu" of a proof must be Base and the path of the request. The
	// Host header and X-Forwarded-Host are not read, since the sender
	// chooses them.
	Base string
	// Algorithms lists what the "alg" of a proof may be. Nil means RS256 and
	// ES256. A list that is empty, but not nil, accepts nothing.
	Algorithms []jwt.Algorithm
	// MaxAge is how long a proof is good after its "iat". 0 means a minute.
	// With a NonceKey, it is how often the nonce changes, and a proof is
	// good for at most twice as long.
	MaxAge time.Duration
	// Leeway is how far a client's clock may be off, in either direction.
	// 0 refuses a client whose clock is a second ahead; some seconds are
	// usual. Less than 0 means 0.
	Leeway time.Duration
	// NonceKey, if set, makes each proof need a nonce of ours, so that no
	// proof can be made in advance, and the client's clock does not matter.
	// It is a secret of at least 32 random bytes, the same on each instance
	// of the API. The nonce is a time and a MAC: it takes no memory.
	NonceKey []byte
	// Required refuses bearer tokens, and challenges do not offer them. If
	// it is false, a token that is not bound may be used as bearer token.
	Required bool
	// Size is how many proofs are remembered against replay. 0 means
	// DefaultSize. Proofs of one key take at most an eighth of it. If there
	// is no room, the answer is 503: without memory, a replay would pass.
	Size int
	// Seen, if set, remembers proofs in place of this DPoP, in a store that
	// several instances share. It returns true if the id is new, and keeps
	// the id until the given time. Both must be one step: if two requests
	// bring one id at once, one of them gets true. An error is answered with
	// 503.
	Seen func(ctx context.Context, id [32]byte, until time.Time) (first bool, err error)
	// Now tells the time. Nil means time.Now.
	Now func() time.Time

	once   sync.Once
	base   string // Base, normalised, without a slash at its end
	wrong  error  // what is wrong with the fields
	memory memory
}

const (
	// DefaultSize is how many proofs a DPoP remembers unless it says
	// otherwise. They take about 20 MB; memory grows only as it is needed.
	DefaultSize = 1 << 17
	// MaxField is the length of the longest proof that is read, in bytes.
	MaxField = 8 << 10

	defaultMaxAge = time.Minute
	minNonceKey   = 32 // RFC 7518 section 3.2: as long as the hash
)

const (
	schemeDPoP   = "DPoP"
	schemeBearer = "Bearer"
)

var (
	onlyDPoP      = []string{schemeDPoP}
	onlyBearer    = []string{schemeBearer}
	dpopAndBearer = []string{schemeDPoP, schemeBearer}
)

var _ httpauth.Proof = (*DPoP)(nil)

// Schemes returns "DPoP" and, unless Required, "Bearer". The error wraps
// [jwt.ErrConfig] and says which field cannot be used.
func (d *DPoP) Schemes() ([]string, error) {
	if err := d.setUp(); err != nil {
		return nil, err
	}
	if d.Required {
		return onlyDPoP, nil
	}
	return dpopAndBearer, nil
}

// Check asks the questions of the package documentation about the proof of a
// request, if the token is bound. See [httpauth.Proof].
func (d *DPoP) Check(r *http.Request, c httpauth.Credentials) (renew bool, err error) {
	if err := d.setUp(); err != nil {
		return false, err
	}
	return check(r, c, d, nil)
}

// Thumbprint asks the questions about the proof of a request that brings no
// access token, such as one to the token endpoint of an issuer (RFC 9449
// section 5). It returns the thumbprint of the key that signed the proof, which
// becomes the "jkt" of a new token. The proof is then used up. The error is one
// that Check can return.
//
// Anyone can make such a proof, with a new key each time, and it takes memory.
// Authenticate the client first.
func (d *DPoP) Thumbprint(r *http.Request) (jkt string, err error) {
	if err := d.setUp(); err != nil {
		return "", err
	}
	x := d.examination(r)
	if err := d.ask(r.Context(), x); err != nil {
		return "", err
	}
	return x.Thumbprint, nil
}

// Challenge returns the algs of RFC 9449 section 7.1 for the scheme DPoP.
func (d *DPoP) Challenge(scheme string) string {
	if scheme != schemeDPoP || d == nil {
		return ""
	}
	var names []string
	for _, a := range d.algorithms() {
		names = append(names, string(a))
	}
	return `algs="` + strings.Join(names, " ") + `"`
}

// Nonce returns the field DPoP-Nonce and the nonce of the moment. The value is
// "" without a NonceKey.
func (d *DPoP) Nonce() (field, value string) {
	if d.setUp() != nil || d.NonceKey == nil {
		return "", ""
	}
	return "DPoP-Nonce", d.nonce(d.window(d.now()))
}

// setUp reads the fields once.
func (d *DPoP) setUp() error {
	if d == nil {
		return mistake("the DPoP is nil")
	}
	d.once.Do(func() {
		d.base, d.wrong = readBase(d.Base)
		switch {
		case d.wrong != nil:
		case d.MaxAge < 0:
			d.wrong = mistake("the DPoP's MaxAge is negative")
		case d.Size < 0:
			d.wrong = mistake("the DPoP's Size is negative")
		case d.NonceKey != nil && len(d.NonceKey) < minNonceKey:
			d.wrong = mistake(fmt.Sprintf("the DPoP's NonceKey has %d bytes, and needs %d", len(d.NonceKey), minNonceKey))
		}
		d.memory.limit(d.size())
	})
	return d.wrong
}

// Strongest first: clients take the first one that they know.
var defaultAlgorithms = [...]jwt.Algorithm{jwt.ES256, jwt.RS256}

func (d *DPoP) algorithms() []jwt.Algorithm {
	if d.Algorithms == nil {
		return defaultAlgorithms[:]
	}
	return d.Algorithms
}

// longest is where MaxAge and Leeway end, so that no sum of them overflows.
const longest = 10 * 365 * 24 * time.Hour

func (d *DPoP) maxAge() time.Duration {
	if d.MaxAge == 0 {
		return defaultMaxAge
	}
	return min(d.MaxAge, longest)
}

func (d *DPoP) leeway() time.Duration { return min(max(d.Leeway, 0), longest) }

func (d *DPoP) size() int {
	if d.Size == 0 {
		return DefaultSize
	}
	return d.Size
}

func (d *DPoP) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}
