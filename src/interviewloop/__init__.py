"""Interviewloop: run, score and calibrate structured interviews in a terminal.

The package root imports nothing, so that ``interviewloop --help`` costs no more than argparse.
"""

__version__ = "0.1.0"
