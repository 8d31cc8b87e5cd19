package main

import (
	"fmt"
	"math/big"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

// toy signs the hash e on the curve of 19 points, and verifies.
func toy(p *lesson.Page, d, k, e int64) {
	p.Figure("walk", int(d), int(k), int(e))
	c := textbook.Toy()
	D, K, E := big.NewInt(d), big.NewInt(k), big.NewInt(e)
	Q, R := c.Mul(D, c.G), c.Mul(K, c.G)
	r := new(big.Int).Mod(R.X, c.N)
	s := new(big.Int).Mul(r, D)
	s.Mul(s.Add(s, E), new(big.Int).ModInverse(K, c.N)).Mod(s, c.N)
	w := new(big.Int).ModInverse(s, c.N)
	u1 := new(big.Int).Mod(new(big.Int).Mul(E, w), c.N)
	u2 := new(big.Int).Mod(new(big.Int).Mul(r, w), c.N)
	again := c.Recover(E, r, s, Q)
	p.Show(
		fmt.Sprintf("Q = %dG = (%v, %v), R = %dG = (%v, %v)",
			d, Q.X, Q.Y, k, R.X, R.Y),
		fmt.Sprintf("r = %v mod 19 = %v", R.X, r),
		fmt.Sprintf("s = (%d + %v*%d)/%d mod 19 = %v", e, r, d, k, s),
		fmt.Sprintf("1/s = %v, since %v*%v = 1 mod 19", w, s, w),
		fmt.Sprintf("u1 = %d*%v = %v, u2 = %v*%v = %v, modulo 19",
			e, w, u1, r, w, u2),
		fmt.Sprintf("%vG + %vQ = (%v, %v) = R, and R.x is r",
			u1, u2, again.X, again.Y),
	)
	p.Check("s, and u1 and u2, modulo 19.",
		fmt.Sprintf("$ python3 -c 'print((%d + %v*%d) * "+
			"pow(%d, -1, 19) %% 19)'", e, r, d, k),
		s.String(),
		fmt.Sprintf("$ python3 -c 'w = pow(%v, -1, 19); "+
			"print(%d*w %% 19, %v*w %% 19)'", s, e, r),
		fmt.Sprintf("%v %v", u1, u2))
}

// mirror replaces s by n - s. It needs no key.
func mirror(token string) string {
	u := lesson.Must(jwt.Parse(token))
	sig := u.Signature.Bytes()
	s := new(big.Int).SetBytes(sig[32:])
	s.Sub(textbook.P256().N, s).FillBytes(sig[32:])
	return story.Compact(string(u.Protected.Bytes()),
		string(u.Payload.Bytes()), sig)
}
