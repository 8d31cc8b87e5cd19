//go:build !exercise

package lessontest

const exercise = false
