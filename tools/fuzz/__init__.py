"""Hostile bytes against what reads files: decisions, content folders and edited letters."""
