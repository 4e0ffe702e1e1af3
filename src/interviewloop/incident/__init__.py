"""The incident machine: a world that moves by the minute, and what it tells.

Pure: no files, no clock, no screen. :func:`interviewloop.incident.engine.apply` is the only way a
state changes, and a run is a fold of it over a list of events.
"""
