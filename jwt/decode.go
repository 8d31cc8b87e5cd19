package jwt

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
)

// decode fills dst as json.Unmarshal does, but with exact names only. There,
// a field named "role" also takes a member "ROLE", or one with a long s for
// the s, so that whoever chooses any name can set any field. Therefore
// json.Unmarshal gets to see only the members that a field really names.
func decode(value string, dst any) error {
	t := reflect.TypeOf(dst)
	if t == nil || t.Kind() != reflect.Pointer {
		return errors.New("readable: dst is no pointer")
	}
	var b strings.Builder
	if err := keepExact(&b, value, t); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(b.String()), dst); err != nil {
		return errors.New("readable as " + t.Elem().String())
	}
	return nil
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// keepExact writes the value without those members of objects that a struct
// of type t, or one within it, does not name exactly.
func keepExact(b *strings.Builder, value string, t reflect.Type) error {
	for t.Kind() == reflect.Pointer && !t.Implements(unmarshaler) {
		t = t.Elem()
	}
	if t.Implements(unmarshaler) || reflect.PointerTo(t).Implements(unmarshaler) {
		b.WriteString(value)
		return nil
	}
	switch kind := t.Kind(); {
	case kind == reflect.Struct && value[0] == '{':
		return keepMembers(b, value, fieldTypes(t))
	case kind == reflect.Map && value[0] == '{':
		return keepMembers(b, value, func(string) reflect.Type { return t.Elem() })
	case (kind == reflect.Slice || kind == reflect.Array) && value[0] == '[':
		return keepElements(b, value, t.Elem())
	}
	b.WriteString(value)
	return nil
}

func keepMembers(b *strings.Builder, value string, typeOf func(name string) reflect.Type) error {
	members, err := scanObject(value)
	if err != nil {
		return err
	}
	separator := byte('{')
	for _, m := range members {
		t := typeOf(m.name)
		if t == nil {
			continue
		}
		b.WriteByte(separator)
		separator = ','
		name, err := json.Marshal(m.name)
		if err != nil {
			return err
		}
		b.Write(name)
		b.WriteByte(':')
		if err := keepExact(b, m.value, t); err != nil {
			return err
		}
	}
	if separator == '{' {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return nil
}

func keepElements(b *strings.Builder, value string, t reflect.Type) error {
	texts, ok := elements(value)
	if !ok {
		return errArray
	}
	b.WriteByte('[')
	for i, text := range texts {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := keepExact(b, text, t); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// fieldTypes returns a function from the JSON names of a struct's fields to
// their types. It returns nil for other names.
func fieldTypes(t reflect.Type) func(name string) reflect.Type {
	types := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		types[name] = f.Type
	}
	return func(name string) reflect.Type { return types[name] }
}
