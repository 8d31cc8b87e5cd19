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

// decode fills a new value, and then copies it to where dst points. So nothing
// of another token's claims is left there.
func (o Object) decode(dst any) error {
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return errors.New("readable: dst is not a pointer")
	}
	t := v.Type().Elem()
	filled := reflect.New(t)
	if err := json.Unmarshal([]byte(o.textFor(t)), filled.Interface()); err != nil {
		words, wrong := "readable as "+t.String(), new(json.UnmarshalTypeError)
		if errors.As(err, &wrong) && t.Kind() == reflect.Struct {
			words += ", field " + strconv.Quote(strings.Split(wrong.Field, ".")[0])
		}
		return errors.New(words) // and not err, which may quote the sender
	}
	v.Elem().Set(filled.Elem())
	return nil
}

// textFor returns the text of the object. For a struct, it keeps only the members
// that a field names exactly. json.Unmarshal would also put "ROLE" into a field
// named "role", and the sender may have chosen the name of a claim.
func (o Object) textFor(t reflect.Type) string {
	names := fieldNames(t, 0)
	if names == nil || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return cmp.Or(o.text, "{}")
	}
	var kept []string
	for _, m := range o.members {
		if slices.Contains(names, m.name) {
			name, _ := json.Marshal(m.name)
			kept = append(kept, string(name)+":"+m.value)
		}
	}
	return "{" + strings.Join(kept, ",") + "}"
}

// fieldNames returns the JSON names of a struct's fields. An embedded struct is
// replaced by its own fields. For another type, fieldNames returns nil.
func fieldNames(t reflect.Type, depth int) (names []string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for i := 0; t.Kind() == reflect.Struct && i < t.NumField() && depth < 8; i++ {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		var inner []string
		if f.Anonymous && name == "" {
			inner = fieldNames(f.Type, depth+1)
		}
		if names = append(names, inner...); inner == nil && (f.IsExported() || f.Anonymous) {
			names = append(names, cmp.Or(name, f.Name))
		}
	}
	return names
}
