"""The corpus: decisions that are sound and decisions that are not, written by others than those who wrote the rules."""
