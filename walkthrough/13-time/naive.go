package main

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
)

// naiveFresh is the step of T1 about time: if now > exp, the token is
// expired. Else it is not. T3 has no more than that, either.
func naiveFresh(payload []byte, now time.Time) error {
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		return err
	}
	exp, ok := claims["exp"]
	if !ok {
		exp = math.NaN() // undefined
	}
	if float64(now.Unix()) > jsNumber(exp) {
		return errors.New("too late")
	}
	return nil
}

// jsNumber makes a number of anything, as JavaScript does for ">". NaN
// is not a number, and no comparison with it is true.
func jsNumber(v any) float64 {
	switch v := v.(type) {
	case nil:
		return 0
	case float64:
		return v
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return f
		}
	}
	return math.NaN()
}
