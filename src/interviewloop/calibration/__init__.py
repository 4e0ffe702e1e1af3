"""Measuring interviewers: agreement and severity from a table of scores.

Nothing in here knows of interviews, files or screens. It takes a :class:`~.ratings.Ratings` table
and returns frozen results that a report or a screen only has to draw. The package root imports
nothing, so that NumPy is loaded only by those who ask for a statistic.
"""
