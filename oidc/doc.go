// Package oidc fetches the keys of an issuer, and knows when to fetch them
// again.
//
// An issuer publishes its keys at a URL of its own, and changes them whenever
// it likes. A program that checks its tokens must follow these changes. It must
// not ask for each token: every request would wait, and the issuer would be
// overloaded.
//
//	v := &jwt.Verifier{
//		Issuer:   "https://issuer.example",
//		Audience: []string{"https://api.example"},
//		Keys:     &oidc.Keys{Issuer: "https://issuer.example"},
//	}
//
// The file providers.md in this directory lists the settings for many
// providers.
//
// # From the issuer to its keys
//
// Trust starts from your configuration: the issuer's identifier, an https URL.
// [Discover] looks for the issuer's metadata at well-known addresses below that
// URL. The metadata must name the same issuer, character for character. Their
// jwks_uri is the address of the keys. No token has a say in any of this. If
// you know the address of the keys, set [Keys].URL, and nothing is discovered.
//
// An issuer can move its keys to another address. So the metadata are read
// again
//   - with the first fetch after a day;
//   - with the next fetch after one that failed;
//   - with a fetch for an unknown key, if they are older than [Keys].MaxAge.
//
// # When keys are fetched
//
// At the first token. Nothing happens before, and between fetches no goroutine
// waits. [Keys.Refresh] fetches at once, for programs that want to fail at
// start-up.
//
// When they are past their age. The issuer says how long its keys are fresh
// (Cache-Control: max-age), and [Keys].MinAge and MaxAge limit that. The first
// token that finds them too old starts a fetch in the background. For as long
// again as the keys were fresh, tokens are checked with the old keys while the
// fetch goes on. After that they wait for it, and the old keys serve only if it
// fails.
//
// When a token names a key that is not among them. A new key looks like that
// when it is first used, and so does an invented one. For such a token the
// issuer is asked once more, and its answer decides. However many such tokens
// come, there are at most four fetches in a row, then one per [Keys].Cooldown.
// Tokens in between are refused by the keys in memory. A token without a key ID
// counts the same if no key fits it.
//
// A wrong signature causes no fetch. Otherwise a stranger could cause one by
// changing a character of any token. So an issuer that puts a new key under an
// old ID is followed only when the keys are past their age.
//
// # When the issuer fails
//
// The keys in memory stay in use, for [Keys].StaleFor from the last fetch that
// succeeded. After that, or if there never were any keys, the answer is
// [jwt.ErrKeysUnavailable]: nothing is known about the token, neither good nor
// bad. A token with an unknown key gets this answer too, while the issuer
// cannot be asked about that key.
//
// After a failure nothing is fetched for one second, then two, four, eight, up
// to [Keys].Cooldown. The issuer can demand a longer pause with Retry-After, up
// to five minutes. Tokens wait for no fetch during the pause, nor during the
// next fetch.
//
// Only a complete answer with status 200 and at least one usable key replaces
// the keys in memory. It replaces all of them: a key that is not in the new set
// has been withdrawn.
//
// # How long a withdrawn key is believed
//
// At most this long after the issuer has withdrawn it, with the defaults:
//
//   - busy API, issuer up: 1 hour and 10 seconds. The keys were fetched just
//     before (MaxAge), and the next fetch is slow (Timeout).
//   - idle API, issuer up: 2 hours. The first token comes just before old keys
//     stop to serve while a fetch goes on (twice MaxAge).
//   - busy API, issuer down: 24 hours. That is StaleFor.
//   - idle API, issuer down: 24 hours. A fetch has to fail for it.
//   - busy or idle API, issuer up again after an outage: 25 seconds after that,
//     for the pause and a slow fetch (Cooldown and Timeout). With the longest
//     Retry-After it is 5 minutes and 10 seconds.
//
// Page 06 of the walkthrough's book draws these times:
// go run ./walkthrough -http 127.0.0.1:8092.
//
// Set MaxAge and StaleFor lower to shorten these times, or call [Keys.Refresh]
// when you learn that a key was stolen. Time that the machine slept counts. If
// the issuer also moves its key set, but serves the old one at the old address,
// add the day until the metadata are read again.
//
// # What is never done
//
//   - Plain http, except to the loopback interface and to the hosts in
//     [Keys].Cleartext.
//   - A request to this machine because an issuer elsewhere says so. The
//     built-in client checks the address that it dials. With a Client of your
//     own, only the spelling of the address is checked.
//   - A redirect to another host, scheme or port, or a fourth redirect.
//   - Reading a body of more than one mebibyte, a compressed one, or half of one.
//   - Two fetches at a time, or one that takes longer than [Keys].Timeout.
//   - Using a connection twice. Fetches are rare, and the connection may have
//     died unseen.
//   - Ending a fetch because one caller gave up, while others wait for it.
//   - Showing the query of an address, which may be a secret.
//
// # Seeing it
//
// [Keys.Snapshot] is the state for a health page: which keys there are, how old
// they are, which were skipped and why, and what went wrong last. It fetches
// nothing. A page that answers 503 keeps tokens away, and without a token
// nothing is fetched. So such a page calls [Keys.Refresh], as its example does.
// [Keys].Logger gets a line when a fetch fails.
package oidc
