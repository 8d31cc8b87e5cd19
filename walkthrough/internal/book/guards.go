package book

// guards say what holds where the naive step of a page falls, by the name of
// the page, and ask the reader one question. A line of code is named by a piece
// of it. Who changes such a line is told so by the tests, and names the new one.

func guardOf(name string) guard {
	for _, part := range []map[string]guard{tokenGuards, keyGuards, signatureGuards, claimGuards, apiGuards} {
		if g, ok := part[name]; ok {
			return g
		}
	}
	return guard{Question: "Bearer"}
}
