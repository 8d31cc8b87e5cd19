package command

import (
	"fmt"
	"slices"
	"strings"

	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
)

// ParseAlgorithms reads names with commas between them. An unknown name is an
// error. Otherwise a typing error would make the API refuse every token.
func ParseAlgorithms(list string) ([]jwt.Algorithm, error) {
	var algorithms []jwt.Algorithm
	for name := range strings.SplitSeq(list, ",") {
		alg := jwt.Algorithm(strings.TrimSpace(name))
		if !slices.Contains(keytext.Algorithms(), alg) {
			return nil, fmt.Errorf("there is no %q; there are %v", alg, keytext.Algorithms())
		}
		algorithms = append(algorithms, alg)
	}
	return algorithms, nil
}
