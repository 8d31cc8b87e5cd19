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

// callerKey is not exported, so that no other package can put a caller into a
// context.
type callerKey struct{}

func withCaller(ctx context.Context, g *Guard, token *jwt.Token) context.Context {
	return context.WithValue(ctx, callerKey{}, &caller{g, token})
}

// callerOf returns the caller of a request. Without a Guard in front, the caller
// is anonymous, and the zero Guard answers.
func callerOf(ctx context.Context) *caller {
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		return c
	}
	return &caller{guard: new(Guard)}
}

// Token returns the token of the request to which the context belongs. It
// returns nil and false if the caller is anonymous: behind [Guard.Optional], or
// without a Guard.
//
// The token belongs to one request. A handler that keeps it in a variable outside
// of itself may serve one caller with the rights of another.
func Token(ctx context.Context) (*jwt.Token, bool) {
	token := callerOf(ctx).token
	return token, token != nil
}
