package main

import "example.com/glassjwt/jwt"

// naiveEmail takes the e-mail address for the person. T0 greets the
// user by it: "Hello, ${req.user.email}". From there it is a small step
// to look her up by it, and many have gone it.
func naiveEmail(accounts []account, c jwt.Claims) (string, error) {
	var email string
	_ = c.Get("email", &email)
	for _, a := range accounts {
		if a.email == email {
			return a.owner, nil
		}
	}
	return "", errNoAccount
}

// naiveSub is const userId = payload.sub, of T0 and of T2. It is right,
// until the API believes a second issuer.
func naiveSub(accounts []account, c jwt.Claims) (string, error) {
	for _, a := range accounts {
		if a.subject == c.Subject {
			return a.owner, nil
		}
	}
	return "", errNoAccount
}
