"""What F1 says on the live screen."""

from __future__ import annotations

from interviewloop.interview.commands import commands_help

HELP = f"""
Run the case stage by stage. The script pane says what to say, ask and listen for; nothing on this
screen is meant for the candidate's eyes except what you show from the exhibits.

The note line is always ready: type, press Enter, and the note is saved.
  + strong signal    - weak signal    ! red flag    nothing: a plain note
  Right after the sign, a few letters of a dimension tag it: "+pf asks who decides".
  # tags a plain note. After a space nothing is a tag: "+ rigor was low" keeps all its words.
  Tab spells the tag out, and again takes the next one.
  / begins a command, // a note that starts with a slash.
The line above the note line shows how it is read, as you type.

The candidate's view: /present copies a command line. Paste it in a second terminal and share that
window: it shows the task, the question and what you show, and nothing of this screen.

{commands_help()}

In a pane, arrows move, Enter or Space chooses (ticks a probe or look-for, shows an exhibit,
jumps to a stage, edits a note), Delete deletes a note. Any letter goes back to the note line.
Everything is on disk at once; a half-typed line a moment later. After a crash the session resumes
with the clock where it stood.
"""
