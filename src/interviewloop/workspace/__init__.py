"""Where sessions live on disk. This room is the only writer of them.

Import from the modules (``interviewloop.workspace.workspace`` and so on): finding the folders must
not cost an import of pydantic.
"""
