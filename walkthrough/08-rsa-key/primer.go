package main

import (
	"fmt"
	"math/big"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// A toy is an RSA key that one can check on paper. The issuer chooses
// the primes p and q, and the exponent e.
type toy struct{ p, q, e int64 }

func (k toy) n() int64 { return k.p * k.q }

// around is (p-1)(q-1): after so many steps, powers begin again.
func (k toy) around() int64 { return (k.p - 1) * (k.q - 1) }

// secret finds d, and k with e d = 1 + k (p-1)(q-1).
func (k toy) secret() (d, times int64) {
	for times = 1; (1+times*k.around())%k.e != 0; times++ {
	}
	return (1 + times*k.around()) / k.e, times
}

// tellPowers shows why raising to e undoes raising to d.
func tellPowers(p *lesson.Page) {
	p.Say(`RSA is powers modulo n. "Modulo n" means: the remainder of a
		division by n, as a clock shows 1 after 12. Take the prime
		number 7, and look at the powers of each number modulo 7:`)
	p.Show(powers(7)...)
	p.Say(`In the sixth column, each is 1, and then it begins again. It
		is so for every prime number p: a^(p-1) is 1 modulo p, if p does
		not divide a (Fermat). An issuer takes two primes, and publishes
		their product:`)

	key := toy{61, 53, 17}
	d, times := key.secret()
	p.Show(
		fmt.Sprintf("n = %d * %d = %d", key.p, key.q, key.n()),
		fmt.Sprintf("(p-1)(q-1) = %d * %d = %d",
			key.p-1, key.q-1, key.around()),
	)
	p.Say(`%d is a multiple of %d and of %d. So a^%d is 1 modulo %d and
		modulo %d, if neither of the two primes divides a. Both then
		divide a^%d - 1, and so does their product: a^%d is 1 modulo %d.
		One power more, and it is a again (for the
		other a, too). And so it is %d powers later, and
		again, and again. Now the issuer chooses an exponent e = %d and
		looks for a number d so that e times d is 1 more than a multiple
		of %d. It tries one multiple after the other. The first that
		fits:`,
		key.around(), key.p-1, key.q-1, key.around(), key.p, key.q,
		key.around(), key.around(), key.n(),
		key.around(), key.e, key.around())
	p.Show(
		fmt.Sprintf("1 + %d * %d = %d = %d * %d",
			times, key.around(), key.e*d, key.e, d),
		fmt.Sprintf("d = %d, which is how it belongs to %d and %d",
			d, key.e, key.n()),
		"(m^d)^e = m^(e d) = m * (m^"+fmt.Sprint(key.around())+
			")^"+fmt.Sprint(times)+" = m * 1 = m",
	)
	half := new(big.Int).Lsh(big.NewInt(1), 2048/2-1)
	p.Say(`So what one power does, the other undoes. n and e are the
		public key. d is the private key: with it one can sign. To find
		d takes %d, which takes %d and %d. For %d everybody finds them.
		For a product of two primes with %d digits each, such as in this
		book's key, people know no way.`,
		key.around(), key.p, key.q, key.n(), len(half.String()))

	m := int64(65)
	s := power(m, d, key.n())
	p.Say(`An example: the issuer signs the number %d, and gets
		%d^%d modulo %d = %d. Anybody raises that to the power of %d,
		and does not need so many multiplications, for %d is 16 + 1:`,
		m, m, d, key.n(), s, key.e, key.e)
	p.Show(squares(s, key.n())...)
	p.Check("pow(a, b, n) is a^b modulo n. Python has it built in.",
		fmt.Sprintf("$ python3 -c 'print(%d * %d %% %d)'",
			key.e, d, key.around()),
		fmt.Sprint(key.e*d%key.around()),
		fmt.Sprintf("$ python3 -c 'print(pow(%d, %d, %d), "+
			"pow(%d, %d, %d))'", m, d, key.n(), s, key.e, key.n()),
		fmt.Sprint(s, power(s, key.e, key.n())))
}

// powers is a table of a^1 to a^p modulo p.
func powers(prime int64) []string {
	line := func(name string, f func(i int64) string) string {
		var cells []string
		for i := int64(1); i <= prime; i++ {
			cells = append(cells, fmt.Sprintf("%4s", f(i)))
		}
		return fmt.Sprintf("%-6s", name) + strings.Join(cells, "")
	}
	table := []string{line("power", func(i int64) string {
		return fmt.Sprint(i)
	})}
	for a := int64(1); a < prime; a++ {
		table = append(table, line(fmt.Sprintf("of %d", a),
			func(i int64) string {
				return fmt.Sprint(power(a, i, prime))
			}))
	}
	return table
}

// squares shows s^17 mod n in five multiplications: 17 is 16 + 1.
func squares(s, n int64) []string {
	var lines []string
	power := s
	for exponent := 2; exponent <= 16; exponent *= 2 {
		square := power * power
		lines = append(lines, fmt.Sprintf(
			"%d^%-2d = %4d^2     = %7d, modulo %d is %4d",
			s, exponent, power, square, n, square%n))
		power = square % n
	}
	return append(lines, fmt.Sprintf(
		"%d^17 = %4d * %d = %7d, modulo %d is %4d",
		s, power, s, power*s, n, power*s%n))
}

func power(a, b, n int64) int64 {
	return new(big.Int).Exp(
		big.NewInt(a), big.NewInt(b), big.NewInt(n)).Int64()
}
