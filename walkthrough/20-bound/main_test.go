package main

import (
	"testing"

	"example.com/glassjwt/walkthrough/internal/lessontest"
)

func Test(t *testing.T) { lessontest.Run(t, program) }
