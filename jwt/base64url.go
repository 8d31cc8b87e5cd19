package jwt

// decodeBase64URL decodes strict base64url, RFC 7515 section 2: "with all
// trailing '=' characters omitted [...] and without the inclusion of any line
// breaks, whitespace, or other additional characters". Where the text is
// something else, it returns nil and the offset of the first character that is
// wrong; otherwise the offset is -1.
//
// It is written out here because encoding/base64 skips CR and LF, even when
// strict. One sequence of bytes has one spelling: also the spare bits of the
// last character must be zero.
func decodeBase64URL(s string) (b []byte, bad int) {
	b = make([]byte, len(s)*6/8)
	i, n := 0, 0
	for ; len(s)-i >= 4; i += 4 { // four characters are three bytes
		v := sextets[s[i]]<<18 | sextets[s[i+1]]<<12 | sextets[s[i+2]]<<6 | sextets[s[i+3]]
		if v > 0xffffff {
			return nil, firstBad(s)
		}
		b[n], b[n+1], b[n+2] = byte(v>>16), byte(v>>8), byte(v)
		n += 3
	}
	switch len(s) - i {
	case 3: // two bytes, and two spare bits
		v := sextets[s[i]]<<12 | sextets[s[i+1]]<<6 | sextets[s[i+2]]
		if v > 0x3ffff || v&0x3 != 0 {
			return nil, firstBad(s)
		}
		b[n], b[n+1] = byte(v>>10), byte(v>>2)
	case 2: // one byte, and four spare bits
		v := sextets[s[i]]<<6 | sextets[s[i+1]]
		if v > 0xfff || v&0xf != 0 {
			return nil, firstBad(s)
		}
		b[n] = byte(v >> 4)
	case 1: // six bits are no byte
		return nil, firstBad(s)
	}
	return b, -1
}

// firstBad returns the offset of the first character outside the alphabet, or
// else of the last character, whose spare bits are not zero.
func firstBad(s string) int {
	for i := range len(s) {
		if sextets[s[i]] == noSextet {
			return i
		}
	}
	return len(s) - 1
}

// sextets maps a character to its six bits, RFC 4648 section 5, and every other
// byte to noSextet, whose bits stand out wherever it is shifted.
var sextets = func() (table [256]uint32) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for i := range table {
		table[i] = noSextet
	}
	for i, c := range []byte(alphabet) {
		table[c] = uint32(i)
	}
	return table
}()

const noSextet = 1<<32 - 1
