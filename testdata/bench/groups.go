package bench

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"github.com/MicahParks/keyfunc/v3"
	"github.com/go-jose/go-jose/v4"
	jwxjwk "github.com/lestrrat-go/jwx/v3/jwk"
)

// A Group is a table: cases that are compared with the first of them.
type Group struct {
	Name     string // as in a benchmark's name
	Title    string
	Parallel bool // throughput on all cores is of interest
	Clients  int  // goroutines for it; 0: one for each core
	Remote   bool // another process does the work, so that its memory is not seen here
	Cases    []Case
}

// A Case is one line of a table. Op must return nil.
type Case struct {
	Name string
	Op   func() error
}

// Verify compares the contenders, with the bare signature check first.
func (is *Issuer) Verify(alg string) Group {
	token := is.Token(alg, nil)
	g := Group{
		Name:     "Verify/" + alg,
		Title:    fmt.Sprintf("Verify, %s, a token of %d bytes", alg, len(token)),
		Parallel: true,
		Cases:    []Case{{"floor", is.Floor(alg, token)}},
	}
	for _, c := range Contenders {
		g.Cases = append(g.Cases, Case{c.Name, accept(c.New(is), token)})
	}
	return g
}

// Refuse compares glassjwt's refusals with its acceptance.
func (is *Issuer) Refuse(alg string) Group {
	verify := glassjwt(is)
	good := is.Token(alg, nil)
	bad := is.Breakages(alg)
	bad["no base64url"] = strings.Replace(good, ".", ".!", 1)
	bad["not three parts"] = strings.Repeat("a.", 400)
	bad["payload is no JSON"] = is.Sign(alg, []byte(`{"iss":"https://issuer.example/",}`))
	g := Group{
		Name:  "Refuse/" + alg,
		Title: "Refusals by glassjwt, " + alg,
		Cases: []Case{
			{"floor", is.Floor(alg, good)},
			{"accepted", accept(verify, good)},
		},
	}
	for _, why := range []string{
		"broken signature", "changed payload", "expired", "not valid yet", "wrong audience", "wrong issuer",
		"payload is no JSON", "no base64url", "not three parts",
	} {
		g.Cases = append(g.Cases, Case{strings.ReplaceAll(why, " ", "-"), refuse(verify, bad[why])})
	}
	return g
}

// Cache compares a hit in the cache of believed tokens with what it saves. A
// hit is not the same work: the signature was checked when the token came for
// the first time.
func (is *Issuer) Cache(alg string) Group {
	token := is.Token(alg, nil)
	return Group{
		Name:     "Cache/" + alg,
		Title:    "A cache of believed tokens, " + alg,
		Parallel: true,
		Cases: []Case{
			{"floor", is.Floor(alg, token)},
			{"glassjwt", accept(glassjwt(is), token)},
			{"glassjwt-cache-hit", accept(verifyWith(&jwt.Cache{Verifier: glassVerifier(is)}), token)},
		},
	}
}

// KeySet compares parsers of a key set document with encoding/json, which
// makes no keys of it.
func (is *Issuer) KeySet() Group {
	doc := is.JWKS
	return Group{
		Name:  "KeySet",
		Title: fmt.Sprintf("Parse a key set of %d keys, %d bytes", len(is.keys), len(doc)),
		Cases: []Case{
			{"json.Unmarshal-map", func() error {
				var v map[string]any
				return json.Unmarshal(doc, &v)
			}},
			{"json.Unmarshal-struct", func() error {
				var v struct {
					Keys []struct{ Kty, Kid, Alg, Use, N, E, Crv, X, Y string }
				}
				return json.Unmarshal(doc, &v)
			}},
			{"glassjwt", func() error {
				_, err := jwk.ParseSet(doc)
				return err
			}},
			{"go-jose", func() error {
				var v jose.JSONWebKeySet
				return json.Unmarshal(doc, &v)
			}},
			{"keyfunc", func() error {
				_, err := keyfunc.NewJWKSetJSON(doc)
				return err
			}},
			{"jwx", func() error {
				_, err := jwxjwk.Parse(doc)
				return err
			}},
		},
	}
}

// Growth is how the cost follows one quantity: per value of it the floor, what
// encoding/json does by hand, and glassjwt.
type Growth struct {
	Name, Title string
	Unit        string // of the values
	Groups      []Group
	Values      []int
}

// Size grows the token by the length of its list of permissions.
func (is *Issuer) Size() Growth {
	g := Growth{Name: "Size", Title: "Size of the token, ES256", Unit: "bytes of token"}
	// Less than 64 KiB, which is the most that glassjwt reads by default.
	for _, want := range []int{512, 1 << 10, 4 << 10, 16 << 10, 32 << 10, 64<<10 - 64} {
		claims := map[string]any{"permissions": []string{}, "azp": "", "org_id": "", "scope": ""}
		token := is.Token("ES256", claims)
		var list []string
		for len(token) < want {
			missing := (want-len(token))*3/4 - 3
			for i := 0; i < max(missing/16, 1); i++ {
				list = append(list, fmt.Sprintf("read:item%04d", len(list)))
			}
			claims["permissions"] = list
			token = is.Token("ES256", claims)
		}
		g.add(is, len(token), is.JWKS, token)
	}
	return g
}

// NumberOfClaims grows the token by claims that nobody asks for.
func (is *Issuer) NumberOfClaims() Growth {
	g := Growth{Name: "Claims", Title: "Number of claims, ES256", Unit: "claims"}
	for _, n := range []int{11, 20, 50, 100, 500, 1000} {
		claims := map[string]any{}
		for i := range n - len(Claims()) {
			claims[fmt.Sprintf("https://api.example/c%04d", i)] = i
		}
		g.add(is, n, is.JWKS, is.Token("ES256", claims))
	}
	return g
}

// NumberOfKeys grows the key set. The token's key is the last in it.
func (is *Issuer) NumberOfKeys() Growth {
	g := Growth{Name: "Keys", Title: "Number of keys in the set, ES256", Unit: "keys"}
	for _, n := range []int{1, 4, 10, 100, 1000} {
		g.add(is, n, is.ManyKeys(n), is.Token("ES256", nil))
		last := &g.Groups[len(g.Groups)-1]
		last.Cases = slices.Delete(last.Cases, 1, 2) // json-by-hand has a map of four keys
	}
	return g
}

func (g *Growth) add(is *Issuer, value int, jwks []byte, token string) {
	set, err := jwk.ParseSet(jwks)
	check(err)
	v := glassVerifier(is)
	v.Keys = set
	g.Values = append(g.Values, value)
	g.Groups = append(g.Groups, Group{
		Name: fmt.Sprintf("%s/%d", g.Name, value),
		Cases: []Case{
			{"floor", is.Floor("ES256", token)},
			{"json-by-hand", accept(byHand(is), token)},
			{"glassjwt", accept(verifyWith(v), token)},
		},
	})
}

func accept(verify Verify, token string) func() error {
	return func() error {
		_, err := verify(token)
		return err
	}
}

func refuse(verify Verify, token string) func() error {
	return func() error {
		if _, err := verify(token); err == nil {
			return fmt.Errorf("accepted a token that is to be refused")
		}
		return nil
	}
}
