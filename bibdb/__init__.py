"""Turn annotated reading lists into a bibliography you can cite, query and trust."""

__version__ = "0.1.0"
