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

In practice the candidate is simulated, and nothing is said before you ask. Ctrl+L, or ? alone,
reads the prompt of the stage out. Enter on a probe in the script asks it. ? and your own words ask
anything else: up to three scripted questions are offered, a digit picks one, 0 none of them. The
talk pane keeps who said what, when. In an incident Ctrl+L lets the candidate take the next step.

{commands_help()}

In a pane, arrows move, Enter or Space chooses (ticks a probe or look-for, shows an exhibit,
jumps to a stage, edits a note), Delete deletes a note. Any letter goes back to the note line.
Everything is on disk at once; a half-typed line a moment later. After a crash the session resumes
with the clock where it stood.
"""
