// 05-discovery: trust starts from your configuration.
//
// To check a signature takes a key, and the key must come from
// somewhere. Three hops lead to it:
//
//	your configuration   says   the issuer's name, an https URL
//	the issuer           says   where its keys are, in its metadata
//	that address         has    the keys
//
// Each hop is trusted because of the one before, and the first because
// you wrote it. A token says many things, too: who issued it, and even
// where its key can be had. But it is the thing to be checked. If it
// may choose the way, the way leads to its author.
//
//	go run ./walkthrough/05-discovery
package main

import (
	"context"
	"errors"
	"net/http"

	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   5,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	// Two issuers on a small network: the library's, and Mallory's.
	library := story.NewIssuer()
	mallory := oidctest.NewIssuerAt("https://login.mallory.example")
	mallory.SetKeySet([]byte(story.KeySet(story.MalloryKey())))
	client := story.Network(library, mallory)

	p.Say(`To check a signature, the API needs the issuer's public key.
		Three hops lead there. You write the issuer's name into your
		configuration, an https URL. At an address that is made from the
		name, the issuer publishes a document about itself, its
		metadata. The metadata say where its keys are:`)
	ctx := context.Background()
	m := lesson.Must(oidc.Discover(ctx, client, story.Issuer))
	p.Show("configured  "+story.Issuer,
		"issuer      "+m.Issuer, "jwks_uri    "+m.JWKSURI)
	p.Say(`The name must be the same in all three places, character for
		character: here, in the metadata, and in the token. It often is
		a slash at the end that is not. Then ours says so:`)
	_, err := oidc.Discover(ctx, client, story.Issuer+"/")
	p.Say("%v", err)

	token := story.Token()
	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: naive(client, token),
		Ours:  ours(client, token),
	})

	p.Say(`Mallory runs an issuer herself. It is a proper one, with
		metadata and a key set, and she can sign whatever she likes
		there.`)
	hers := story.MalloryES256(
		story.Header("alg", `"ES256"`, "kid", `"mallory"`),
		story.Claims("iss", `"https://login.mallory.example"`))
	p.Attack(lesson.Case{
		Name:  "the token's own iss leads to Mallory's keys",
		Token: hers,
		Naive: naiveFollow(client, hers),
		Ours:  ours(client, hers),
		Fell:  "It asked the token where to ask about the token.",
		Held:  "The library's keys are the only ones that count.",
		Rule: `RFC 8725 section 3.8: "When a JWT contains an "iss"
			(issuer) claim, the application MUST validate that the
			cryptographic keys used for the cryptographic operations in
			the JWT belong to the issuer."`,
	})

	pointing := story.MalloryES256(
		story.Header("alg", `"ES256"`, "kid", `"mallory"`,
			"jku", `"https://login.mallory.example/jwks"`),
		story.Claims())
	p.Attack(lesson.Case{
		Name:  "the token says where its key is: jku",
		Token: pointing,
		Naive: naiveHeader(client, story.Issuer, pointing),
		Ours:  ours(client, pointing),
		Fell:  "Right issuer, right key, wrong house.",
		Held:  "jku, x5u, jwk and x5c never lead to a key.",
		Rule: `RFC 8725 section 3.10: "Similarly, blindly following a
			"jku" (JWK set URL) or "x5u" (X.509 URL) header, which may
			contain an arbitrary URL, could result in server-side
			request forgery (SSRF) attacks."`,
	})

	// Her key is in the header, under her signature: who signed this?
	enclosed := story.MalloryES256(
		story.Header("alg", `"ES256"`, "kid", `"mallory"`,
			"jwk", story.MalloryKey()),
		story.Claims())
	p.Attack(lesson.Case{
		Name:  "the token brings its key along: jwk",
		Token: enclosed,
		Naive: naiveEnclosed(client, story.Issuer, enclosed),
		Ours:  ours(client, enclosed),
		Fell:  "The signature fits the key, and both are Mallory's.",
		Held:  "The key must be one that the issuer publishes.",
		Rule: `RFC 7515 section 4.1.3: "The "jwk" (JSON Web Key) Header
			Parameter is the public key that corresponds to the key used
			to digitally sign the JWS."`,
		Seen: "node-jose before 0.11.0, CVE-2018-0114",
	})

	p.Say(`The library's issuer lives at a company that hosts many. One
		day a machine there mixes up two customers, and answers the
		library with Mallory's metadata.`)
	mixed := story.NewIssuer()
	mixed.SetMetadata("issuer", mallory.URL)
	mixed.SetMetadata("jwks_uri", mallory.KeySetURL())
	confused := story.Network(mixed, mallory)
	p.Attack(lesson.Case{
		Name:   "metadata of another issuer, at the right address",
		Token:  hers,
		Naive:  naiveDiscover(confused, story.Issuer, hers),
		Ours:   ours(confused, hers),
		Fell:   "It took even the issuer's name from the document.",
		Held:   "Somebody else's document is not used at all.",
		Replay: lesson.Replay{Issuer: mallory.URL},
		Rule: `OpenID Connect Discovery 1.0 section 4.3: "The issuer
			value returned MUST be identical to the Issuer URL that was
			used as the prefix to /.well-known/openid-configuration to
			retrieve the configuration information."`,
	})
}

// naive lets Ines through each of the naive ways.
func naive(c *http.Client, token string) error {
	return errors.Join(naiveFollow(c, token),
		naiveDiscover(c, story.Issuer, token),
		naiveHeader(c, story.Issuer, token),
		naiveEnclosed(c, story.Issuer, token))
}

func ours(c *http.Client, token string) error {
	v := story.Verifier(&oidc.Keys{Issuer: story.Issuer, Client: c})
	return lesson.Err(v.Verify(context.Background(), token))
}
