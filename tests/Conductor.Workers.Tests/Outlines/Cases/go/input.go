// Package shop keeps orders.
package shop

import (
	"fmt"
	"strings"
)

const Limit = 12

const (
	Open State = iota
	Closed
)

var names = map[string]int{
	"open":   1,
	"closed": 2,
	"größe":  3,
}

// State says how far an order is. It only grows.
type State int

// Order is one order.
type Order struct {
	ID    string `json:"id"`
	Lines []Line
}

type (
	// Line is one line.
	Line struct {
		Price, Tax int
	}
	Finder interface {
		// Find finds.
		Find(id string) (*Order, error)
		fmt.Stringer
	}
)

// Worth is what the order is worth.
//
// [HOT] called for every row.
func (o *Order) Worth(discount int) int {
	sum := 0
	for _, line := range o.Lines {
		sum += line.Price
	}
	return sum - discount
}

func New[T any](id string) *Order { return &Order{ID: id} }

func (s State) String() string {
	return strings.ToLower(fmt.Sprint("state 😀 ", int(s)))
}
