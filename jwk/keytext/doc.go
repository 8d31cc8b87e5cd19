// Package keytext reads public keys from text, in the forms in which people
// have them: a key set, one JSON Web Key, or PEM. It also lists the names of the
// algorithms for which there are keys.
package keytext
