package shop

import "testing"

func TestLeaks(t *testing.T) { New(); New() }

func TestCloses(t *testing.T) { New().Close() }
