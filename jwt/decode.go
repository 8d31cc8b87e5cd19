package jwt

import (
	"cmp"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decode fills dst as json.Unmarshal does, but with exact names only. There,
// a field named "role" also takes a member "ROLE", or one with a long s for
// the s, so that whoever chooses any name can set any field. Therefore
// json.Unmarshal gets to see only the members that a field really names.
//
// It fills a new value, which takes the place of what dst points to. In the old
// one, an interface may hold a pointer, which json.Unmarshal follows to a struct
// that no type tells of; and another token's claims may be left in it.
func decode(value string, dst any) error {
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return errors.New("readable: dst is no pointer")
	}
	t := v.Type().Elem()
	var e exact
	e.keep(value, t)
	filled := reflect.New(t)
	if err := json.Unmarshal([]byte(e.String()), filled.Interface()); err != nil {
		return errors.New("readable as " + t.String() + fieldOf(err, t))
	}
	v.Elem().Set(filled.Elem())
	return nil
}

// fieldOf names the field of a struct that could not be filled. Its name is the
// program's. What else the error says may be the sender's.
func fieldOf(err error, t reflect.Type) string {
	var wrong *json.UnmarshalTypeError
	if t.Kind() != reflect.Struct || !errors.As(err, &wrong) || wrong.Field == "" {
		return ""
	}
	name, _, _ := strings.Cut(wrong.Field, ".")
	return ", field " + strconv.Quote(name)
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// exact is the text that json.Unmarshal gets to see.
type exact struct {
	strings.Builder
	known []known
}

// known are the fields of a struct, by their JSON names.
type known struct {
	reflect.Type
	fields map[string]field
}

// keep writes the value without those members of objects that a struct
// of type t, or one within it, does not name exactly. A scanner has read the
// value before, so that it cannot be malformed.
func (e *exact) keep(value string, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		e.WriteString(value)
		return
	}
	switch kind := t.Kind(); {
	case kind == reflect.Struct && value[0] == '{':
		fields := e.fieldsOf(t)
		e.keepMembers(value, func(name string) reflect.Type { return fields[name].Type })
	case kind == reflect.Map && value[0] == '{':
		e.keepMembers(value, func(string) reflect.Type { return t.Elem() })
	case (kind == reflect.Slice || kind == reflect.Array) && value[0] == '[':
		e.keepElements(value, t.Elem())
	default:
		e.WriteString(value)
	}
}

// keepMembers writes the members whose names have a type.
func (e *exact) keepMembers(value string, typeOf func(name string) reflect.Type) {
	members, _ := scanObject(value, false)
	e.WriteByte('{')
	separator := ""
	for _, m := range members {
		if t := typeOf(m.name); t != nil {
			name, _ := json.Marshal(m.name)
			e.WriteString(separator)
			e.Write(name)
			e.WriteByte(':')
			e.keep(m.value, t)
			separator = ","
		}
	}
	e.WriteByte('}')
}

func (e *exact) keepElements(value string, t reflect.Type) {
	texts, ok := elements(value)
	if !ok {
		return // too many of them: json.Unmarshal refuses what is not there
	}
	e.WriteByte('[')
	for i, text := range texts {
		if i > 0 {
			e.WriteByte(',')
		}
		e.keep(text, t)
	}
	e.WriteByte(']')
}

// fieldsOf makes the table of each type once: an array may have many of it.
func (e *exact) fieldsOf(t reflect.Type) map[string]field {
	for _, k := range e.known {
		if k.Type == t {
			return k.fields
		}
	}
	fields := map[string]field{}
	addFields(fields, t, nil)
	e.known = append(e.known, known{t, fields})
	return fields
}

// A field of a struct, as encoding/json sees it. Its type is nil if there are
// several of the name, so that none takes it.
type field struct {
	reflect.Type
	depth  int
	tagged bool
}

// addFields adds the fields of the struct by their JSON names. Those of an
// embedded struct without a name of its own count as the outer one's.
func addFields(fields map[string]field, t reflect.Type, outer []reflect.Type) {
	if slices.Contains(outer, t) {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		embedded := structOf(f.Type)
		if f.Anonymous && name == "" && embedded != nil {
			addFields(fields, embedded, append(outer, t))
		} else if (f.IsExported() || f.Anonymous && embedded != nil) && tag != "-" {
			addField(fields, cmp.Or(name, f.Name), field{f.Type, len(outer), name != ""})
		}
	}
}

// addField adds a field, unless another of the name goes before it: one that is
// less deep, or has the name from a tag.
func addField(fields map[string]field, name string, f field) {
	other, ok := fields[name]
	switch {
	case !ok || f.depth < other.depth || f.depth == other.depth && f.tagged && !other.tagged:
		fields[name] = f
	case f.depth == other.depth && f.tagged == other.tagged:
		other.Type = nil
		fields[name] = other
	}
}

// structOf returns t, or what t points to, if that is a struct.
func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return t
}
