package main

import (
	"crypto/rsa"
	"encoding/base64"
	"math/big"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// keyA2 is the issuer's RSA key, that of RFC 7515 appendix A.2.
func keyA2() *rsa.PublicKey {
	return story.Keys().Usable[0].Public.(*rsa.PublicKey)
}

// signatureOfNothing is the signature of keyA2 over the empty text.
// There is just one.
func signatureOfNothing() []byte { return decode(nothing) }

const nothing = "" +
	"W6MI2y_kfmc08oJrt7480mBWHIYxy6n9DBwh3vtSylw-ErUyl8UJiTx1pxMBpDwG" +
	"zfBA6P5D4itEPsg9ghMFlBgxCHzy9ylmIrr-h4o7pM3yVFr4phdmGicYOnVvvqBs" +
	"5Nl4bAhPFOLhi1hbK9ZY_xpk7MuNzGX7aFlHdQgtlayP69vi6WSbV8xdAZQylMvd" +
	"c0REVLCCkbS69CMqNf9wiVdG4SS2Bl6juGVYj8yRM7wA_yKyWxsQXOcW1tqy3ez_" +
	"7AyRdcYyOYfltXfMQESjSSa_daA7jCt0ViJiRY8CbkzY4z5PV4_caCMn2sc80HS3" +
	"EMvF0nF1uSLjbq04wQrOfg"

// keyE3 is a public key with e = 3 and a modulus of 3072 bits. It was
// made for this page, and its private half was thrown away unseen: the
// forgery needs none.
func keyE3() *rsa.PublicKey {
	return lesson.Must(jwk.RSAPublicKey(decode(modulus), []byte{3}))
}

const modulus = "" +
	"6r_YQfCDQHIcJ-uCy_L7rvvjp2jryA_VfPeJBg0VtEDRwP6jNAfKyMSTkmkgKhDB" +
	"eQtNn2BIjHbKsbD-0Hj3zm3mVA2nw2ViOBGP5cfITN1M-eEgMhicq1HqCuA5HWn4" +
	"m3Tz0Pp_IPi3OpEwbJKS0L23lXVmHT9FY5cpzVrJqlcM5ZlBooupGnDL9VLMgt5H" +
	"02tKHFwDWNkdp4wO-Amn3HB3BF7dMkdkzMMWDPkgUrK3-wckTOqDYbfmiJ2IE_C0" +
	"XleNUmYHeFtz1HDcvS8Ju2UnhaGxa8Ws3YLl4_vENNH3IhFl3t8QFx-5s5rWuV9G" +
	"mp54oqsDruMjZQ64O6ooSEh_vrFVuCYJjq7UlMvuyugPbfn9zVi7RmQowdUjrbar" +
	"sCnxauta3UOPWcY7OmVeDkS15WFW_0LHYIo7DnmLG-LfwjfB0_fqgI2daWnK-75T" +
	"lYy0EuxCAUco20DjHauSkuyQ39X-qsUyu9Cp8IKTd-aROf_J2GfjPSw4AHrtmYiv"

// forgery is what forge of yours.go returns for the token of this page,
// once it is written. Its cube begins with a good block.
func forgery() []byte {
	return new(big.Int).SetBytes(decode(root)).
		FillBytes(make([]byte, keyE3().Size()))
}

const root = "" +
	"B__________-qursQBFdYdXPkdzQ0e1KVdEWhhw4xN_uBPEPMlRn5xPFZzh3Ch74" +
	"RjaiTUcyuCZj3jYHWiK7G0tghwSONbc5_Zhh0fVAkT-iSfJej35E7iXGRBw0wtL3" +
	"9_dBPTcK45WpOpSRIoSS3M0JzM8w-VmnVCaAcTkXZgo"

func decode(s string) []byte {
	return lesson.Must(base64.RawURLEncoding.DecodeString(s))
}
