"""The engine's checks: each is a generator that reads a case (or a letter) and yields findings."""
