"""The world: one module a service."""
