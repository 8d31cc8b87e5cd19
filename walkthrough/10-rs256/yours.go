package main

import "crypto/rsa"

// These two functions are for you to write. The exercise tries them;
// the page does not need them.

// block returns the one block of so many bytes that is right for a
// SHA-256 hash:
//
//	EM = 0x00 || 0x01 || PS || 0x00 || DigestInfo || H
//
// PS are bytes 0xff, as many as it takes. A gate that has this function
// need not read a block any more: it compares.
func block(hash []byte, size int) []byte {
	return nil
}

// forge is Mallory's side. It returns a signature over the input that
// the gate of this page takes for one of the key, whose e is 3. It has
// no private key. Which bytes must the cube begin with? And which may
// be anything?
func forge(key *rsa.PublicKey, input string) []byte {
	return nil
}
