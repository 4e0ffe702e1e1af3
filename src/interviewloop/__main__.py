"""``python -m interviewloop``."""

from interviewloop.cli.main import entry

if __name__ == "__main__":
    entry()
