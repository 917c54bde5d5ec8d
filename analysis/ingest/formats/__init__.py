"""One module a file format: what is no plain text table becomes one, every cell as text, rows in order."""
