"""A letter that someone has edited in a word processor, read again."""
