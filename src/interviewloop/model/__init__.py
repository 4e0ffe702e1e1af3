"""The words: what a rubric, case, persona, session, scorecard and loop are.

Import from the modules (``interviewloop.model.case`` and so on): pydantic is only loaded when a
model is really needed, which ``interviewloop --help`` relies on.
"""
