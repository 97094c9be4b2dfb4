"""The formats a letter is written in."""
