package main

import (
	"testing"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/lessontest"
)

func Test(t *testing.T) {
	t.Setenv(lesson.Recorded, "testdata")
	lessontest.Run(t, program)
}
