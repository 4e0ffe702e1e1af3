"""The library: case studies, rubrics and personas as files, loaded, checked and searched.

Import from the modules (``interviewloop.library.library`` and so on): models are only loaded when
they are needed.
"""
