package httpauth

import (
	"context"

	"example.com/glassjwt/jwt"
)

// A caller is who made a request, and the Guard that let it through.
type caller struct {
	guard *Guard
	token *jwt.Token // nil if anonymous
}

// callerKey has no exported name, so that no other package can put a caller
// into a context.
type callerKey struct{}

func withCaller(ctx context.Context, g *Guard, token *jwt.Token) context.Context {
	return context.WithValue(ctx, callerKey{}, &caller{g, token})
}

// callerOf returns the caller of a request. If no Guard stood in front, it is
// anonymous, and the zero Guard speaks for the server.
func callerOf(ctx context.Context) *caller {
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		return c
	}
	return &caller{guard: new(Guard)}
}

// Token returns the token of the request to which the context belongs. It
// returns nil and false if the caller is anonymous: behind [Guard.Optional], or
// where there is no Guard at all.
//
// The token is the request's own. A handler that keeps what is in it for
// another request, in a variable outside of itself, serves one caller with the
// rights of another.
func Token(ctx context.Context) (*jwt.Token, bool) {
	token := callerOf(ctx).token
	return token, token != nil
}
