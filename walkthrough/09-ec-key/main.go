// 09-ec-key: a point must be on its curve.
//
// A public EC key is a point: two numbers x and y that satisfy the
// equation of the curve, which for ES256 is P-256:
//
//	y^2 = x^3 - 3x + b   modulo p
//
// The formulas that add points use neither b nor the equation. Given a
// point that is off the curve, they go on computing, on another curve:
// the one that has some other b. An attacker who chooses the point
// chooses that curve, and takes one on which everything is easy.
//
// So jwk.ECPublicKey puts x and y into the equation first.
//
//	go run ./walkthrough/09-ec-key
package main

import (
	"fmt"
	"math/big"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

var program = lesson.Program{
	Number:   9,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	tellPoints(p)
	o := lesson.Must(jwt.ParseObject([]byte(story.KeyEC())))
	x := lesson.Must(o.Base64URL("x"))
	y := lesson.Must(o.Base64URL("y"))
	p.Say(`Now the issuer's key, a point on P-256, and both sides of the
		equation for it:`)
	p.Show(fmt.Sprintf("x  %x", x), fmt.Sprintf("y  %x", y))
	sides(p, x, y)
	p.Check("OpenSSL puts x and y into the equation as well.",
		`$ cd walkthrough/testdata`,
		`$ openssl pkey -pubin -in issuer-ec.pem -pubcheck -noout`,
		"Key is valid")

	token := story.TokenES256()
	p.Honest(lesson.Case{
		Name:  "Ines, with the key as it should be",
		Token: token,
		Naive: naive(x, y, token),
		Ours:  ours(x, y, token),
	})

	p.Say(`Anybody can write numbers into a key set: a partner, whose
		keys the issuer publishes unseen, or a hand that slips. Here is
		the point (1, 1):`)
	one := big.NewInt(1).FillBytes(make([]byte, 32))
	sides(p, one, one)
	p.Attack(lesson.Case{
		Name:  "the point (1, 1) is taken for a key",
		Token: story.MalloryES256(story.HeaderES256(), story.Claims()),
		Naive: lesson.Err(naivePoint(one, one)),
		Ours:  lesson.Err(jwk.ECPublicKey("P-256", one, one)),
		Fell:  "A struct literal takes any two numbers.",
		Held:  "The sides differ, so the point is not on the curve.",
		Rule: `RFC 8725 section 3.4: "This includes points not on the
			specified elliptic curve or other invalid points (e.g.,
			[Valenta], Section 7.1). The JWS/JWE library itself must
			validate these inputs before using them, or it must use
			underlying cryptographic libraries that do so (or both!)."`,
		Replay: replay(one, one),
	})

	p.Say(`What is it good for? Take (2, 0). A point with y = 0 is its
		own opposite: added to itself it gives zero, on whatever curve
		that is. Twice this key is nothing, and so is every even number
		of times. Mallory needs no private key. She needs r and s for
		which the verifier computes an even u2 = r/s.`)
	two := big.NewInt(2).FillBytes(make([]byte, 32))
	zero := make([]byte, 32)
	forged := forge(story.HeaderES256(), story.Claims())
	p.Attack(lesson.Case{
		Name:  "a signature that nobody's private key made",
		Token: forged,
		Naive: naive(two, zero, forged),
		Ours:  ours(two, zero, forged),
		Fell:  "[u2]Q vanishes, and what is left Mallory chose.",
		Held:  "There is no such key, so nothing is computed with it.",
		Rule: `SEC 1 section 3.2.2.1 validates a public key by checking
			that the point satisfies the equation of the curve.`,
		Replay: replay(two, zero),
	})
}

func naive(x, y []byte, token string) error {
	u := lesson.Must(jwt.Parse(token))
	key, err := naivePoint(x, y)
	if err != nil {
		return err
	}
	return naiveVerify(key, u.SigningInput(), u.Signature.Bytes())
}

func ours(x, y []byte, token string) error {
	u := lesson.Must(jwt.Parse(token))
	key, err := jwk.ECPublicKey("P-256", x, y)
	if err != nil {
		return err
	}
	return jwt.VerifySignature(
		jwt.ES256, key, u.SigningInput(), u.Signature.Bytes())
}

// sides prints both sides of the curve's equation.
func sides(p *lesson.Page, x, y []byte) {
	left, right := textbook.P256().Sides(textbook.Point{
		X: new(big.Int).SetBytes(x), Y: new(big.Int).SetBytes(y),
	})
	p.Show(fmt.Sprintf("y^2           %064x", left),
		fmt.Sprintf("x^3 - 3x + b  %064x", right))
}

func replay(x, y []byte) lesson.Replay {
	return lesson.Replay{KeySet: story.KeySet(story.KeyRSA(),
		story.KeyEC("x", story.Number(x), "y", story.Number(y)))}
}

func signingInput(token string) string {
	return lesson.Must(jwt.Parse(token)).SigningInput()
}
