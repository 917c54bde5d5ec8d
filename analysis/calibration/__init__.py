"""Tables that take too long to make while somebody waits; each file says how its table is made again."""
