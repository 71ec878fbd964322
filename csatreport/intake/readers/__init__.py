"""One file per export format, each turning a file into a table of text."""
