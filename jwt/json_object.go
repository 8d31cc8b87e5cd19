package jwt

import "fmt"

// An Object is a JSON object read strictly. The names of its members are
// exact: "ALG" is not "alg". No name stands twice, at any depth. The text is
// valid UTF-8 without lone surrogates. Nothing stands after the object. Depth and
// member count are bounded. Header, claims, keys and metadata are Objects.
//
// Values stay text until Get reads them. So a number that the program never reads
// does no harm, however large it is.
//
// The zero Object has no members.
type Object struct {
	text    string
	members []member
}

// ParseObject reads a JSON text (RFC 8259) that holds one object. Its errors
// wrap [ErrMalformed]; they are of the type [*SyntaxError]. It takes memory in
// proportion to the text: limit the length of a stranger's text first.
func ParseObject(b []byte) (Object, error) { return scanObject(string(b), false) }

// ParseShallow is [ParseObject] for a list of objects that are judged one by
// one, such as a key set: a name may stand twice in an inner object. Read the
// inner objects as *json.RawMessage, and then with ParseObject.
func ParseShallow(b []byte) (Object, error) { return scanObject(string(b), true) }

// parsePart is ParseObject for a part of a token. Its error names the part.
func parsePart(part, text string) (Object, error) {
	o, err := scanObject(text, false)
	if syntax, ok := err.(*SyntaxError); ok {
		syntax.Part = part
	}
	return o, err
}

func (o Object) lookup(name string) (value string, ok bool) {
	for i := range o.members {
		if o.members[i].name == name {
			return o.members[i].value, true
		}
	}
	return "", false
}

// Has reports whether there is a member of that name, even if it is null.
func (o Object) Has(name string) bool {
	_, ok := o.lookup(name)
	return ok
}

// Names returns the names of the members in the order of the text.
func (o Object) Names() []string {
	names := make([]string, len(o.members))
	for i, m := range o.members {
		names[i] = m.name
	}
	return names
}

// Get converts the named member into what dst points to.
//
// A *string, *bool, *int, *int64, *float64, *[]string, *Object or *[]Object
// takes only that kind of value, and null is an error. A *time.Time takes a
// NumericDate. A *json.RawMessage takes the text of any value. A
// *[]json.RawMessage takes the texts of an array's elements. Arrays have at most
// 65,536 elements. For other types there is [Object.Decode].
//
// The error wraps [ErrAbsent] if there is no such member, and else
// [ErrMalformed]. On error, what dst points to is left alone.
func (o Object) Get(name string, dst any) error {
	value, ok := o.lookup(name)
	if !ok {
		return fmt.Errorf("%w: %q", ErrAbsent, name)
	}
	if err := convert(value, dst); err != nil {
		return fmt.Errorf("%w: member %q is not %w", ErrMalformed, name, err)
	}
	return nil
}

// Base64URL decodes a member that is a string of strict base64url: no
// padding, no spare bits, no line break. The numbers of a key are written so (RFC
// 7518 section 6). The errors are those of Get.
func (o Object) Base64URL(name string) ([]byte, error) {
	var s string
	if err := o.Get(name, &s); err != nil {
		return nil, err
	}
	b, ok := decodeBase64URL(s)
	if !ok {
		_, what := badBase64URL(s)
		return nil, fmt.Errorf("%w: member %q is %s", ErrMalformed, name, what)
	}
	return b, nil
}

// Decode fills the caller's struct from the members, by the rules of
// [encoding/json], but with exact names: a field named "role" takes the member
// "role", and neither "ROLE" nor "Role". So give each field a tag. In inner
// objects, encoding/json takes names in any case. To read an inner object with
// exact names, Get it as an Object and Decode that.
//
// Decode replaces the whole struct. On error, it leaves the struct as it was. The
// error wraps [ErrMalformed].
//
// As in encoding/json, null leaves a field at zero, and a time.Time does not take
// a NumericDate: use an int64, or Get. Decode does not fill a field of the type
// Object: use Get. It does not fill an embedded [Claims] either: the Token has
// them.
func (o Object) Decode(dst any) error {
	if err := o.decode(dst); err != nil {
		return fmt.Errorf("%w: the object is not %w", ErrMalformed, err)
	}
	return nil
}

// MarshalJSON returns the text of the object as it was read.
func (o Object) MarshalJSON() ([]byte, error) {
	if o.text == "" {
		return []byte("{}"), nil
	}
	return []byte(o.text), nil
}
