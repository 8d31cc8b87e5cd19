package command

import (
	"os"
	"strings"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwk/keytext"
)

// IsURL reports whether the value of -jwks is an address. Otherwise it is the
// name of a file.
func IsURL(s string) bool { return strings.Contains(s, "://") }

// ReadKeySet reads the file of the flag -jwks. A set that has no usable key
// would refuse every token, so it is an error.
func ReadKeySet(file string) (*jwk.Set, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, Misuse(err.Error(), "-jwks takes an https URL or a file")
	}
	set, err := keytext.ParseSet(text)
	if err != nil {
		return nil, Misuse(file+": "+err.Error(), `a key set is a JSON object with the member "keys", and RFC 7517 says what a key needs`)
	}
	if len(set.Usable) == 0 {
		return nil, Misuse(file+": the key set is empty", "the issuer's keys are at the address that its metadata name as jwks_uri")
	}
	return set, nil
}

// ReadKey reads the file of the flag -key: one public key.
func ReadKey(file string) (keytext.One, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return keytext.One{}, Misuse(err.Error(), "-key takes a file with a public key, as PEM or as a JSON Web Key")
	}
	k, err := keytext.ParseKey(text)
	if err != nil {
		return keytext.One{}, Misuse(file+": "+err.Error(),
			"a public key is a JSON Web Key, or PEM that says PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE; a key set is for -jwks")
	}
	return k, nil
}
