package main

import "math/big"

// rsa155 returns the modulus of the challenge RSA-155, and the private
// exponent, which everybody can compute from its two factors.
func rsa155() (n, d *big.Int) {
	one := big.NewInt(1)
	p, _ := new(big.Int).SetString("1026395928297411057720541965739916"+
		"75900716567808038066803341933521790711307779", 10)
	q, _ := new(big.Int).SetString("1066034883801684548209272203600128"+
		"78679207958575989291522270608237193062808643", 10)
	n = new(big.Int).Mul(p, q)
	phi := new(big.Int).Mul(p.Sub(p, one), q.Sub(q, one))
	return n, new(big.Int).ModInverse(big.NewInt(65537), phi)
}
