package command

import (
	"fmt"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// Algorithms returns the algorithms that package jwt has.
func Algorithms() []jwt.Algorithm {
	return []jwt.Algorithm{
		jwt.RS256, jwt.RS384, jwt.RS512, jwt.PS256, jwt.PS384, jwt.PS512,
		jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA, jwt.Ed25519,
	}
}

// ParseAlgorithms reads names with commas between them. It refuses a name that
// means nothing: with it, every token would be refused, or so it would seem.
func ParseAlgorithms(list string) ([]jwt.Algorithm, error) {
	var algorithms []jwt.Algorithm
	for name := range strings.SplitSeq(list, ",") {
		alg := jwt.Algorithm(strings.TrimSpace(name))
		if !slices.Contains(Algorithms(), alg) {
			return nil, fmt.Errorf("there is no %q; there are %v", alg, Algorithms())
		}
		algorithms = append(algorithms, alg)
	}
	return algorithms, nil
}
