"""Repository dumps: many files in one text, as tools make them for language models; one module a tool.

A dump is unpacked in memory. The name of a file in it is a label and never a path that anything is read from or
written to.
"""
