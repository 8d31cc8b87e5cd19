package main

import (
	"fmt"
	"net/url"
	"strings"
)

// howToGetAToken returns shell lines that fill $TOKEN. For cmd/issuer, which runs
// on this machine, they work as they are. For another issuer, the reader fills in
// the address of its token endpoint, and the name and secret of a client.
func howToGetAToken(issuer, audience string) string {
	endpoint, client := "$ENDPOINT", "CLIENT:SECRET"
	hint := fmt.Sprintf("# Fill $TOKEN with an access token for %s. ENDPOINT is the token_endpoint in\n# %s/.well-known/openid-configuration. Many issuers\n# want resource= in place of audience=, some neither.\n",
		quote(audience), strings.TrimSuffix(issuer, "/"))
	if u, err := url.Parse(issuer); err == nil && u.Scheme == "http" {
		endpoint, client = issuer+"/token", "shop:secret"
		hint = "# Fill $TOKEN. With cmd/issuer, this works as it is:\n"
	}
	const field = `sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/'`
	return hint + fmt.Sprintf("TOKEN=$(curl -s %s -u %s -d grant_type=client_credentials --data-urlencode %s | %s)\n",
		quote(endpoint), client, quote("audience="+audience), field)
}

// quote makes a text one word for a shell. A variable stays one.
func quote(s string) string {
	if strings.HasPrefix(s, "$") {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
