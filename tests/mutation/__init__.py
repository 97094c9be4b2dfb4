"""Damage every complete example in declared ways, and see that each damage is found: `make mutate`."""
