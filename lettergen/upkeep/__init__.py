"""Checks that keep the library right: what a maintainer should mend before a letter shows it."""
