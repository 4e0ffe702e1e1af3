"""Work in a second process, so that the first one answers keys meanwhile.

Python lets one thread at a time compute; what takes seconds in a thread holds up the screen. Knows
nothing of what is worked out: a task is a value that can be called and pickled. Only the two
processes ever see the pickles, over a pipe that nobody else has; none is read from a file.
"""
