"""Ways in: one module a format."""
