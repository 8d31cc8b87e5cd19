package jwt

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The words after "the value is not", for a value that cannot be converted.
const (
	notString = "a string"
	notDate   = "a NumericDate"
	notArray  = "an array of at most 65536 elements of that kind"
	notList   = "an array of at most 65536 strings"
)

// convert converts the text of a value, which a scanner has read before.
func convert(value string, dst any) (err error) {
	switch dst := dst.(type) {
	case *string:
		return assign(dst, value, toString, notString)
	case *bool:
		return assign(dst, value, toBool, "true or false")
	case *int:
		return assign(dst, value, toInt, "an integer that fits an int")
	case *int64:
		return assign(dst, value, toInt64, "an integer of 64 bits")
	case *float64:
		return assign(dst, value, toFloat64, "a number that fits a float64")
	case *time.Time:
		return assign(dst, value, toTime, notDate)
	case *[]string:
		return assign(dst, value, toStrings, notList)
	case *Object:
		return assign(dst, value, toObject, "an object")
	case *[]Object:
		return assign(dst, value, toObjects, notArray)
	case *json.RawMessage:
		return assign(dst, value, toText, "")
	case *[]json.RawMessage:
		return assign(dst, value, toTexts, notArray)
	}
	return fmt.Errorf("readable by Get as %T; use Decode", dst)
}

func assign[T any](dst *T, value string, to func(string) (T, bool), not string) error {
	if dst == nil {
		return errors.New("readable into a nil pointer")
	}
	v, ok := to(value)
	if !ok {
		return errors.New(not)
	}
	*dst = v
	return nil
}

// The functions below convert the text of one JSON value. A scanner has read it
// before, so they need not check its syntax again. Each converts one kind of
// value, and returns false for every other kind.

func toString(value string) (string, bool) {
	if value[0] != '"' {
		return "", false
	}
	return unescape(value[1 : len(value)-1]), true
}

func toBool(value string) (b, ok bool) {
	return value == "true", value == "true" || value == "false"
}

func toInt(value string) (int, bool) {
	i, err := strconv.Atoi(value)
	return i, err == nil
}

func toInt64(value string) (int64, bool) {
	i, err := strconv.ParseInt(value, 10, 64)
	return i, err == nil
}

func toFloat64(value string) (float64, bool) {
	if !isNumber(value) {
		return 0, false
	}
	f, err := strconv.ParseFloat(value, 64)
	return f, err == nil // 1e400 is an error, not infinity
}

func isNumber(value string) bool { return value[0] == '-' || isDigit(value[0]) }

// elements returns the texts of an array's elements.
func elements(value string) ([]string, bool) {
	if value[0] != '[' {
		return nil, false
	}
	s := scanner{text: value, shallow: true} // the names were compared before
	texts := make([]string, 0, 2)
	_, err := s.array(0, &texts)
	return texts, err == nil
}

// toEach converts each element of an array with the function to.
func toEach[T any](value string, to func(string) (T, bool)) ([]T, bool) {
	texts, ok := elements(value)
	if !ok {
		return nil, false
	}
	list := make([]T, len(texts))
	for i, text := range texts {
		if list[i], ok = to(text); !ok {
			return nil, false
		}
	}
	return list, true
}

// toStringOrStrings reads one string as an array of one, as RFC 7519 section
// 4.1.3 does.
func toStringOrStrings(value string) ([]string, bool) {
	if one, ok := toString(value); ok {
		return []string{one}, true
	}
	return toStrings(value)
}

// toAudience refuses arrays of more than 1,024 strings: empty strings take far
// more memory than their text.
func toAudience(value string) ([]string, bool) {
	if strings.Count(value, ",") >= maxMembers {
		return nil, false
	}
	return toStringOrStrings(value)
}

// toStrings puts each string in the place of its text, to save memory.
func toStrings(value string) ([]string, bool) {
	list, ok := elements(value)
	for i := 0; i < len(list) && ok; i++ {
		list[i], ok = toString(list[i])
	}
	if !ok {
		return nil, false
	}
	return list, true
}

func toObjects(value string) ([]Object, bool) { return toEach(value, toObject) }

func toText(value string) (json.RawMessage, bool) { return json.RawMessage(value), true }

func toTexts(value string) ([]json.RawMessage, bool) { return toEach(value, toText) }

func toObject(value string) (Object, bool) {
	o, err := scanObject(value, false)
	return o, err == nil
}

// farAway is about 36 billion years, in seconds. A NumericDate beyond it is read
// as farAway. Up to there, time.Time does not overflow, even with a leeway added.
const farAway = 1 << 60

// maxDate is the length of the longest NumericDate that we read, in characters.
// RFC 8259 section 6 allows readers to limit the precision of numbers.
const maxDate = 1024

// toTime converts a NumericDate, RFC 7519 section 2: seconds since 1970 as a
// JSON number, which may have a fraction. A date too far away for time.Time
// becomes farAway, on the same side of 1970. A number too large for a float64 is
// refused: as infinity, it would be an expiry that never comes.
func toTime(value string) (time.Time, bool) {
	if !isNumber(value) || len(value) > maxDate {
		return time.Time{}, false
	}
	if t, ok := toTimeExactly(value); ok {
		return t, true
	}
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return time.Time{}, false
	}
	whole, part := math.Modf(min(max(f, -farAway), farAway))
	return time.Unix(int64(whole), int64(part*1e9)).UTC(), true
}

// toTimeExactly converts a date to the nanosecond. It takes dates as issuers write
// them: not too far away, and without an exponent.
func toTimeExactly(value string) (time.Time, bool) {
	sec, fraction, _ := strings.Cut(value, ".")
	i, err := strconv.ParseInt(sec, 10, 64)
	if err != nil || i <= -farAway || farAway <= i {
		return time.Time{}, false
	}
	var nsec uint64
	if fraction != "" {
		// Digits after the ninth are finer than time.Time, and are cut off.
		// An exponent must not be cut off.
		if strings.ContainsAny(fraction, "eE") {
			return time.Time{}, false
		}
		nine := (fraction + "000000000")[:9]
		if nsec, err = strconv.ParseUint(nine, 10, 63); err != nil {
			return time.Time{}, false
		}
	}
	if sec[0] == '-' {
		return time.Unix(i, -int64(nsec)).UTC(), true
	}
	return time.Unix(i, int64(nsec)).UTC(), true
}
