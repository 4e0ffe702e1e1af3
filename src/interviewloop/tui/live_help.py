"""What F1 says on the live screen."""

from __future__ import annotations

from interviewloop.interview.commands import commands_help

INCIDENT_HELP = """
This case is a world that moves. Say > and what the candidate asks, orders or believes, in their
words: "> who is hit, by platform". The likeliest meanings are offered; a digit picks one, and only
then is anything told. 0 says that it is not at hand; the words are kept for the author of the case.
Answers cost simulated minutes.

The log holds what to tell the candidate, the newest at its end. What colleagues write on their own
is marked » and NEW, and stands as a notice for a moment.

  F5                    look at the exhibit that came with the last answer: the candidate sees
                        it from then on, and there you can take it away
  /wait 5               let minutes pass
  /topics               pick by hand from all there is
  /takeback   Ctrl+R    your last line did not happen: a slip of yours
  /putback    Ctrl+G    it happened after all

When the candidate wants an action undone, say so with > as well; that costs its minutes.
Milestones and beliefs are for you alone. The score screen offers them as evidence.
"""
TAKE_HOME_HELP = """
The work is read before the interview: the first stage is yours alone, without the clock. Tick what
the memo shows and take notes there; F2 or F4 goes on to the candidate, F3 comes back to it.

Enter when the task went out and when it came back; a time that is wrong is corrected by a new one
with a reason behind it.

  Ctrl+O                begin the command that is due; Enter takes this moment
  /sent 09:05           the task went out, today or yesterday at that time
  /received 2026-03-02 11:50
  /sent 09:15 wrong mail
"""
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

The candidate's view: /present copies a command line. Paste it in a second terminal and share that
window: it shows the task, the question and what you show, and nothing of this screen.

{commands_help()}

In a pane, arrows move, Enter or Space chooses (ticks a probe or look-for, shows an exhibit,
jumps to a stage, edits a note), Delete deletes a note. Any letter goes back to the note line.
PgUp and PgDn scroll the script from the note line too.
Everything is on disk at once; a half-typed line a moment later. After a crash the session resumes
with the clock where it stood.
"""
