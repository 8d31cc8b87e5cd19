package lesson

import (
	"fmt"
	"slices"
)

// An Entry is a line of the table of contents.
type Entry struct {
	Number int
	Name   string
	Idea   string
	Steps  string // the steps of the tutorials that it mirrors
	Attack string // what works on naive.go
}

// Dir is the directory of the program.
func (e Entry) Dir() string { return fmt.Sprintf("%02d-%s", e.Number, e.Name) }

// Tutorials are the five that the walkthrough mirrors, by the names that Steps
// has for them.
var Tutorials = [...]struct{ Name, Title string }{
	{"T0", `Aero2, "Protect an API" (jose)`},
	{"T1", `an Express middleware from scratch, with Auth0 as the issuer`},
	{"T2", `Logto, "Protect your API on Node (Express)" (jose)`},
	{"T3", `Curity, "Securing a Node.js Express API with JWTs" (express-oauth-jwt)`},
	{"T4", `an Express API with Auth0 (express-jwt and jwks-rsa)`},
}

// Contents are the programs in their order. The numbers rise, with gaps where
// a program is still to be written.
var Contents = []Entry{
	{0, "open", "a server answers everybody who asks",
		"T1 step 0, T3 create an API, T4 the open API", "nothing is asked for; or a name, which anybody can type"},
	{1, "bearer", "a header has a grammar",
		"T1 step 1, T2 extract", "the scheme glued to the token, or hidden in another header"},
	{2, "split", "three parts, and where they lie",
		"T1 step 2", "the half-way gate: any three parts get in"},
	{3, "decode", "one meaning, one spelling",
		"T1 step 2", "four spellings of one signature; SUB for sub; a name twice"},
	{5, "discovery", "trust starts from your configuration",
		"T0 JWKS, T1 step 4, T2 metadata", "the token's own iss leads to the attacker's keys"},
	{6, "jwks", "keys change, and strangers may not make you fetch",
		"T1 step 4, T2 verify, T3 JWKS, T4 rateLimit", "invented kids lock the honest out; a withdrawn key is kept for ever"},
	{7, "kid", "choosing a key is a decision",
		"T1 step 4", "the first key, a key without a kid, a key for encryption"},
	{8, "rsa-key", "n and e are numbers, PEM is wrapping",
		"T1 step 4, getPem", "e = 1: the signature is the block"},
	{9, "ec-key", "a point must be on its curve",
		"T2 ES384", "a point off the curve: anybody can sign"},
	{10, "rs256", "s^e mod n is a block that one can read",
		"T1 step 4, createVerify", "one signature for every token; Bleichenbacher's forgery"},
	{11, "es256", "R.x mod n is r, or it is not",
		"T2 ES384", "r = s = 0; one signature, two spellings"},
	{12, "alg", "you choose the algorithm, not the token",
		"T1 step 4, T4 algorithms", "none; HS256 with the public key as the secret"},
	{13, "time", "on or after",
		"T1 claims, T0, T3", "no exp; exp in words; the very second"},
	{14, "who", "exact strings, exact kind",
		"T1 claims, T0 audience, T2 audience, T3 claims", "the audience as a substring; an ID token as an access token"},
	{16, "middleware", "400, 401, 403 and 503 are different sentences",
		"T0 middleware, T2 middleware, T3 errors", "one reader served as another; an outage called an invalid token"},
	{18, "scopes", "sets, not substrings",
		"T0 roles, T2 RBAC, T3 scopes", "unread:spam meets read; not-an-administrator meets admin"},
	{21, "all", "one small API, and every attack again",
		"T0 to T4, as one API", "all of the above"},
}

// Find returns the program with that number.
func Find(number int) (e Entry, ok bool) {
	i := position(number)
	if i < 0 {
		return Entry{}, false
	}
	return Contents[i], true
}

// Last is the program that replays the attacks of all others.
func Last() Entry { return Contents[len(Contents)-1] }

// position is the index in Contents of the program with that number, or -1.
func position(number int) int {
	return slices.IndexFunc(Contents, func(e Entry) bool { return e.Number == number })
}

// entry is the program with that number. A program that is not in Contents is
// a mistake in this module.
func entry(number int) Entry {
	e, ok := Find(number)
	if !ok {
		panic(fmt.Sprintf("lesson: no program has the number %d", number))
	}
	return e
}
