//go:build exercise

package lessontest

const exercise = true
