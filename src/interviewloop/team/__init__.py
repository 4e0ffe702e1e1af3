"""A team's workspace in PostgreSQL, where blindness is the database's own rule.

Needs the extra ``interviewloop[postgres]``; nothing here imports the driver before it is used.
"""
