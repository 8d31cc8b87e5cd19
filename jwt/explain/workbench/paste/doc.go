// Package paste reads what people paste where a token or keys are asked for.
// Often that is something near it: a header field, a curl command, the answer
// of a token endpoint, an address. Each gets the sentence that helps.
package paste
