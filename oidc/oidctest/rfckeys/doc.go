// Package rfckeys has the private keys that RFCs print as examples, for tests.
//
// Everyone has these keys. Nothing real may ever trust them. They make the
// tokens of a test the same on every machine.
package rfckeys
