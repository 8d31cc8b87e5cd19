package lesson

// A Record is what a program told, block by block. The terminal prints it, and
// package book makes a page of it.
type Record struct {
	Program int
	Hints   []string // how to repair naive.go, one after the other
	Done    string   `json:",omitzero"` // what is read when all is repaired
	Blocks  []Block
}

// A Block is one piece of a page. Exactly one of its fields is set, apart from
// Line.
type Block struct {
	// Line is the line of main.go, in the function that tells the lesson, from
	// which the block came. It is 0 if that is not known.
	Line int `json:",omitzero"`

	Say    string     `json:",omitzero"` // a paragraph
	Show   []string   `json:",omitzero"` // lines as they stand
	JSON   string     `json:",omitzero"` // a JSON text
	Text   *Text      `json:",omitzero"`
	Bytes  *Bytes     `json:",omitzero"`
	Values []Value    `json:",omitzero"` // a calculation
	Case   *Told      `json:",omitzero"`
	Check  *SelfCheck `json:",omitzero"`
	Figure *Figure    `json:",omitzero"`
}

// A Text is a long text with a name.
type Text struct{ Label, Text string }

// Bytes are bytes with a name.
type Bytes struct {
	Label string
	Bytes []byte
}

// A Value is a letter of a calculation, how it is made, and the bytes behind
// it.
type Value struct {
	Name   string // "EM"
	How    string // "I2OSP(m, 256 bytes)"
	Bytes  []byte
	Fields []Field // nil, or pieces that add up to Bytes
}

// A Field is a labelled piece of a value.
type Field struct {
	Start, End int // Bytes[Start:End]
	Label      string
	Role       string // its role in package explain, for a colour
}

// A Told is a case as it came out.
type Told struct {
	Score
	Token  string `json:",omitzero"`
	AsSelf bool   `json:",omitzero"`
	Held   string `json:",omitzero"`
	Rule   string `json:",omitzero"`
	Seen   string `json:",omitzero"`
}

// A SelfCheck is how a reader can check the page with tools that are not ours.
// A line that begins with "$ " is a command; the other lines are its output.
type SelfCheck struct {
	Why   string
	Lines []string
}

// A Figure names a drawing of package book, and has the numbers that it shows.
// The terminal draws none.
type Figure struct {
	Name    string
	Numbers []int `json:",omitzero"`
}
