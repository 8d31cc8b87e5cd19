// Empty does nothing: what every Go program weighs.
package main

func main() {}
