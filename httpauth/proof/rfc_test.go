package proof

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// The request of RFC 9449 section 7.1, figure 13, and the thumbprint of figure 11.
const (
	rfcToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
	rfcProof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik" +
		"VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR" +
		"nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE" +
		"QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIj" +
		"oiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0Z" +
		"WRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF" +
		"c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71E" +
		"OptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
	rfcThumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
)

func TestExampleOfTheRFC(t *testing.T) {
	claims, err := jwt.ParseObject([]byte(`{"cnf":{"jkt":"` + rfcThumbprint + `"}}`))
	if err != nil {
		t.Fatal(err)
	}
	c := httpauth.Credentials{Scheme: "DPoP", Text: rfcToken, Token: &jwt.Token{Claims: jwt.Claims{Object: claims}}}
	d := &DPoP{Base: "https://resource.example.org", Now: func() time.Time { return time.Unix(1562262618, 0) }}
	r := httptest.NewRequest("GET", "/protectedresource", nil)
	r.Header.Set("DPoP", rfcProof)
	if renew, err := d.Check(r, c); renew || err != nil {
		t.Errorf("Check = %v, %v; want false, nil", renew, err)
	}
	if _, err := d.Check(r, c); !errors.Is(err, ErrReplay) {
		t.Errorf("Check of the same proof = %v; want %q", err, ErrReplay)
	}
}
