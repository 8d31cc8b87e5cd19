package lesson

// An Exercise is the reader's part of a page: to repair naive.go, until no
// attack gets in and nobody honest is kept out.
type Exercise struct {
	// Hints say more and more: where to look, and then what to do. After
	// the last one comes the solution.
	Hints [2]string

	// More tells cases that the page does not show. They are there for
	// repairs that only forbid what the page shows.
	More func(*Page)

	// Done is read when all is repaired: why the repair holds, and where
	// to go next.
	Done string
}
