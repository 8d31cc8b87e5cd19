package jwk_test

import (
	"context"
	_ "embed"
	"encoding/base64"
	"fmt"
	"log"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// document is a key set as an issuer publishes it, with a key of a kind that
// we do not know, and one that is too weak.
//
//go:embed testdata/jwks.json
var document []byte

func ExampleParseSet() {
	set, err := jwk.ParseSet(document)
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range set.Usable {
		fmt.Println(k.ID, k.Type, k.Curve, k.Algorithm)
	}
	for _, reason := range set.Skipped {
		fmt.Println(reason)
	}
	// Output:
	// 2026-01 RSA  RS256
	// ec EC P-256 ES256
	// key 2 (kid "next"): unsupported key: kty is "AKP", not RSA, EC or OKP
	// key 3 (kid "2009"): weak key: n has 1024 bits, fewer than 2048
}

// Which keys may have signed a token with this header?
func ExampleSet_Keys() {
	set, err := jwk.ParseSet(document)
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range []jwt.Header{
		{Algorithm: jwt.RS256, KeyID: "2026-01"},
		{Algorithm: jwt.ES256, KeyID: "2026-01"},
		{Algorithm: jwt.ES256},
	} {
		keys, err := set.Keys(context.Background(), h)
		fmt.Println(len(keys), err)
	}
	// Output:
	// 1 <nil>
	// 0 no key fits
	// 1 <nil>
}

// The key of RFC 7515 appendix A.2: two numbers, and no more.
func ExampleRSAPublicKey() {
	n, err := base64.RawURLEncoding.DecodeString("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ")
	if err != nil {
		log.Fatal(err)
	}
	key, err := jwk.RSAPublicKey(n, []byte{1, 0, 1}) // e is "AQAB"
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(key.N.BitLen(), "bits, e =", key.E)

	_, err = jwk.RSAPublicKey(n, []byte{1})
	fmt.Println(err)
	// Output:
	// 2048 bits, e = 65537
	// weak key: e is 1
}

// The key of RFC 8037 appendix A.3.
func ExampleKey_Thumbprint() {
	key, err := jwk.Parse([]byte(`{"kty":"OKP","crv":"Ed25519","kid":"any",
		"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(key.Thumbprint())
	// Output: kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
}
