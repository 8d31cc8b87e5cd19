// 11-es256: R.x mod n is r, or it is not.
//
// A curve is a set of points that can be added. From a point G one
// steps on, G, 2G, 3G, and after n steps is back at zero. The issuer's
// secret is a number d, its public key the point Q = dG. To sign the
// hash e, it chooses another number k for this once, and computes
//
//	R = kG     r = R.x mod n     s = (e + r d) / k
//
// A verifier has Q, but neither d nor k. It still finds R again, since
//
//	(e/s) G + (r/s) Q = ((e + r d) / s) G = kG = R
//
// and compares its x with r. There is no block to open, and no hash in
// the signature. Nothing was encrypted here either.
//
//	go run ./walkthrough/11-es256
package main

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"slices"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/byhand"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   11,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	tellLetters(p)
	p.Say(`First on the curve of paper of page 9: y^2 = x^3 + 2x + 2
		modulo 17, from G = (5, 1), with n = 19. Let the secret be d =
		7, the number for this once k = 10, and the hash e = 12.`)
	toy(p, 7, 10, 12)

	p.Say(`Now Ines's token that is signed with ES256. The curve is
		P-256, and n has 256 bits. The public key is the point Q of page
		9.`)
	token := story.TokenES256()
	x := story.Verifier(nil).Examine(context.Background(), token)
	byhand.Show(p, x, "signature", "u1", "u2", "v")

	tellWide(p, token)

	key := x.Key.Public.(*ecdsa.PublicKey)
	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: naive(key, token),
		Ours:  ours(key, token),
	})

	zeros := story.Compact(
		story.HeaderES256(), story.Claims(), make([]byte, 64))
	p.Attack(lesson.Case{
		Name:  "r = 0 and s = 0, under any key, for any token",
		Token: zeros,
		Naive: naive(key, zeros),
		Ours:  ours(key, zeros),
		Fell:  "0/0 comes out as 0, R as the zero point, and 0 is 0.",
		Held:  "0 is not a number from 1 to n-1.",
		Rule: `FIPS 186-5 section 6.4.2, step 1: verify that r and s are
			integers in the interval [1, n-1].`,
		Seen: "Java 15 to 18, CVE-2022-21449",
	})

	u := lesson.Must(jwt.Parse(token))
	sig := u.Signature.Bytes()
	padded := story.Compact(story.HeaderES256(), story.Claims(),
		slices.Concat([]byte{0}, sig[:32], []byte{0}, sig[32:]))
	p.Attack(lesson.Case{
		Name:  "the same two numbers in 66 bytes: another spelling",
		Token: padded,
		Naive: naive(key, padded),
		Ours:  ours(key, padded),
		Fell:  "It cuts in the middle, wherever that is.",
		Held:  "64 bytes. Neither more, nor fewer, nor in DER.",
		Rule: `RFC 7518 section 3.4: "The JWS Signature value MUST be a
			64-octet sequence. If it is not a 64-octet sequence, the
			validation has failed."`,
	})

	p.Say(`But there is a second spelling that no rule forbids. R and
		its mirror image -R have the same x. So if (r, s) is good, (r,
		n-s) is good as well, and ours must say yes to both:`)
	twin := mirror(token)
	p.Text("Ines's signature", token[u.Signature.Start:])
	p.Text("its mirror image", twin[u.Signature.Start:])
	p.Honest(lesson.Case{
		Name:  "Ines with the mirror image of her signature",
		Token: twin,
		Naive: naive(key, twin),
		Ours:  ours(key, twin),
	})

	p.Say(`Ines loses her telephone once more. This time the library
		puts her token on two lists: one of texts, and one of token
		ids.`)
	lost := story.ES256(story.HeaderES256(),
		story.Claims("jti", `"lost-0002"`))
	found := mirror(lost)
	texts, ids := []string{lost}, []string{"lost-0002"}
	p.Honest(lesson.Case{
		Name:  "Ines with the token of her new telephone",
		Token: token,
		Naive: naiveWithdrawn(token, "loan-0001", texts, ids),
		Ours:  withdrawn("loan-0001", ids),
	})
	id, err := believe(found)
	p.Attack(lesson.Case{
		Name:  "a withdrawn token with a mirrored signature",
		Token: found,
		Naive: errors.Join(err, naiveWithdrawn(found, id, texts, ids)),
		Ours:  errors.Join(err, withdrawn(id, ids)),
		Fell:  "Two texts, one token: a text does not identify it.",
		Held:  "Its jti is inside of what was signed.",
		Rule: `RFC 7519 section 4.1.7: "The "jti" (JWT ID) claim
			provides a unique identifier for the JWT."`,
	})

	tellNonce(p)
}

func naive(key *ecdsa.PublicKey, token string) error {
	u := lesson.Must(jwt.Parse(token))
	return naiveVerify(key, u.SigningInput(), u.Signature.Bytes())
}

func ours(key *ecdsa.PublicKey, token string) error {
	u := lesson.Must(jwt.Parse(token))
	return jwt.VerifySignature(
		jwt.ES256, key, u.SigningInput(), u.Signature.Bytes())
}

// believe verifies a token, and returns its id.
func believe(token string) (string, error) {
	v := story.Verifier(nil)
	t, err := v.Verify(context.Background(), token)
	if err != nil {
		return "", err
	}
	return t.Claims.ID, nil
}

// withdrawn looks an id up in the list of withdrawn ones.
func withdrawn(id string, ids []string) error {
	if slices.Contains(ids, id) {
		return errors.New("withdrawn")
	}
	return nil
}
