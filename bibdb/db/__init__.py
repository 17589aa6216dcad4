"""The database: written through models, read through views."""
