package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// metadata are the two members that T1 and T2 look for in the document.
type metadata struct {
	Issuer  string
	JWKSURI string `json:"jwks_uri"`
}

// naiveFollow asks the token who issued it, and goes there for the
// keys. T1 has the address in its configuration; people who serve a
// second issuer replace that by this one line.
func naiveFollow(c *http.Client, token string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	var said struct{ Iss string }
	if err := json.Unmarshal(u.Payload.Bytes(), &said); err != nil {
		return err
	}
	return naiveDiscover(c, said.Iss, token)
}

// naiveDiscover reads the document of an issuer as T2 does: it takes
// the address of the keys from it, and the name of the issuer as well.
func naiveDiscover(c *http.Client, issuer, token string) error {
	var m metadata
	at := issuer + "/.well-known/openid-configuration"
	if err := getJSON(c, at, &m); err != nil {
		return err
	}
	return naiveVerify(c, m.JWKSURI, m.Issuer, token)
}

// naiveHeader finds the address of the keys in the token's header.
func naiveHeader(c *http.Client, issuer, token string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	var address string
	if u.Header.Get("jku", &address) != nil {
		return naiveDiscover(c, issuer, token)
	}
	return naiveVerify(c, address, issuer, token)
}

// naiveEnclosed takes the key itself from the header, if one is there.
func naiveEnclosed(c *http.Client, issuer, token string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	var text json.RawMessage
	if u.Header.Get("jwk", &text) != nil {
		return naiveDiscover(c, issuer, token)
	}
	key, err := jwk.Parse(text)
	if err != nil {
		return err
	}
	return jwt.VerifySignature(u.Header.Algorithm, key.Public,
		u.SigningInput(), u.Signature.Bytes())
}

// naiveVerify checks signature and issuer, with the keys from there.
func naiveVerify(c *http.Client, keys, issuer, token string) error {
	var document json.RawMessage
	if err := getJSON(c, keys, &document); err != nil {
		return err
	}
	set, err := jwk.ParseSet(document)
	if err != nil {
		return err
	}
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	var said struct{ Iss string }
	_ = json.Unmarshal(u.Payload.Bytes(), &said)
	if said.Iss != issuer {
		return errors.New("invalid issuer")
	}
	for _, k := range set.Usable {
		if k.ID == u.Header.KeyID {
			return jwt.VerifySignature(u.Header.Algorithm, k.Public,
				u.SigningInput(), u.Signature.Bytes())
		}
	}
	return errors.New("no such key")
}

func getJSON(c *http.Client, address string, dst any) error {
	resp, err := c.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, dst)
}
