package workbench

import "context"

// atOnce is how many explanations are made at a time. One takes about 12 MB
// for a moment, so 100 requests at once would take more than a gigabyte.
const atOnce = 4

// slots are the places at which work may go on. A full channel makes others
// wait.
type slots chan struct{}

// do works when there is a place. It returns the error of the context if that
// ends first.
func (s slots) do(ctx context.Context, work func()) error {
	select {
	case s <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s }()
	work()
	return nil
}
