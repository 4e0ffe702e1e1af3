"""The score screen: one dimension at a time, its anchors and its evidence side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from interviewloop.interview.events import (
    Event,
    LinkEvidence,
    NoSignalForRest,
    ReopenInterview,
    Restore,
    SetConfidence,
    SetRationale,
    SetRecommendation,
    SetScore,
    SetSummary,
)
from interviewloop.interview.scoring import blocking, cautions, evidence, gaps
from interviewloop.model.errors import Problem
from interviewloop.model.rubric import LEVELS
from interviewloop.model.scorecard import CONFIDENCES, NO_SIGNAL, OVERALL, RECOMMENDATIONS
from interviewloop.tui import incident_evidence, score_views, views
from interviewloop.tui.screens.desk_screen import DeskScreen
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.prose import Prose
from interviewloop.tui.widgets.reading_list import ReadingList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from interviewloop.interview.scoring import Gap
    from interviewloop.interview.undo import History
    from interviewloop.tui.desk import Desk

_SIZES = [(0, "-narrow"), (112, "-wide"), (150, "-roomy")]
"""Three panes with this much to read need more columns than those of other screens."""
_PANES = ("fields", "anchors", "evidence", "missing")
_PANE_NAMES = {
    "fields": "Dimensions", "anchors": "Score", "evidence": "Evidence", "missing": "Missing",
}  # fmt: skip

_TEXT_HINT = "Tab or E writes"


class ScoreScreen(DeskScreen):
    """Dimensions and what is missing, the anchors with the rationale, and the evidence."""

    CSS_PATH = "score.tcss"
    HORIZONTAL_BREAKPOINTS = _SIZES
    TITLE_HERE = "the scorecard"
    HELP = """
Score one dimension at a time, against its anchors: 5, 3 and 1 in the words of this case; 4 and 2
lie between. The arrows go from level to level, and the one they are on has the rubric's own words
too. 1 to 5 score, 0 says there was no signal. No signal is an honest answer and counts as missing,
never as a low score. Page Up and Page Down scroll the anchors, also from the lists on the left.

Every score needs evidence: a linked note or a rationale. The first score of a dimension links the
notes tagged with it; in the evidence pane Enter or Space links and unlinks (☑ linked). What the
run of an incident suggests stands there too; Enter makes a linked note of it.
Tab or E goes to the rationale, Esc comes back. F5 says how sure you are.
Ctrl+Z takes back the last score, link, confidence or recommendation, Ctrl+Y does it again; in the
rationale both change the text.

In the list of dimensions:  ▶ you are here   * primary   ! something must be filled in
? something is advised   NS no signal.   The list below it says what; Enter there goes to it.

The last entry is the overall recommendation: 1 strong no, 2 no, 3 yes, 4 strong yes, and a summary.
F8 submits and seals the scorecard. After that there are only amendments, with name and reason.
You see nobody else's scores here, and nobody sees yours before you submit.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "interview", "Interview", id="score.interview",
                tooltip="Back to the interview; the clock stays stopped"),
        Binding("f3,left", "step(-1)", "Previous", id="score.previous",
                tooltip="Previous dimension"),
        Binding("f4,right", "step(1)", "Next", id="score.next", tooltip="Next dimension"),
        Binding("f8", "submit", "Submit", id="score.submit", tooltip="Submit and seal"),
        Binding("f5", "confidence", "Sure?", id="score.confidence",
                tooltip="How sure you are: low, medium, high"),
        Binding("f6", "pane(1)", "Pane", id="score.pane", tooltip="Go to the next pane"),
        Binding("shift+f6", "pane(-1)", "Pane back", id="score.pane-back", show=False,
                tooltip="Go to the pane before"),
        Binding("f7", "rest", "Rest: no signal", id="score.rest",
                tooltip="No signal for every dimension without a score"),
        Binding("f9", "home", "Home", id="score.home",
                tooltip="Close the scorecard; it can be gone on with later"),
        Binding("ctrl+z", "undo", "Undo", id="score.undo", show=False,
                tooltip="Take back the last score, link, confidence or recommendation"),
        Binding("ctrl+y", "redo", "Redo", id="score.redo", show=False,
                tooltip="Do again what was taken back last"),
        Binding("pageup", "anchors(-1)", "Anchors up", id="score.anchors-up", show=False,
                priority=True, tooltip="Scroll the anchors up"),
        Binding("pagedown", "anchors(1)", "Anchors down", id="score.anchors-down", show=False,
                priority=True, tooltip="Scroll the anchors down"),
        Binding("tab,e", "write", "Rationale", id="score.write", show=False,
                tooltip="Write the rationale, or leave it"),
        Binding("escape", "leave_text", "Leave the text", id="score.leave-text", show=False,
                tooltip="Leave the rationale"),
        *(
            Binding(str(level), f"score({level})", f"Score {level}", id=f"score.{level}",
                    show=False, tooltip=f"Score {level}" if level else "No signal")
            for level in (*LEVELS, 0)
        ),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        missing = blocking(gaps(desk.session, desk.plan))
        self.field = missing[0].field if missing else OVERALL
        self.pane = "anchors"
        self._suggested = incident_evidence.suggested(desk)
        self._kept = ""
        """The text of the field as it was last put into the session."""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Static(id="tabs", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield PaneList("DIMENSIONS  * primary", id="fields")
                yield PaneList("STILL MISSING", id="missing")
            with Vertical(id="middle"):
                yield ReadingList("ANCHORS", id="anchors")
                yield Static(id="cautions", markup=False)
                yield Static(id="confidence", markup=False)
                yield Prose(id="text")
            yield ReadingList("EVIDENCE", id="evidence")
        yield Static(id="status", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._load_field()
        self._go_to_pane("anchors")
        self.show_save_state()

    # --- showing -------------------------------------------------------------------------------

    def refresh_session(self) -> None:
        """Show the scorecard as it is now."""
        session, plan = self.desk.session, self.desk.plan
        self._list("fields").show(score_views.field_rows(session, plan, self.field))
        self._list("missing").show(score_views.missing_rows(session, plan))
        if self.field == OVERALL:
            self._list("anchors").show(score_views.recommendation_rows(session, plan))
        else:
            self._show_anchors()
        more = incident_evidence.rows(session, self._suggested, self.field)
        self._list("evidence").show(score_views.evidence_rows(session, plan, self.field, more))
        linked = score_views.linked_words(session, self.field)
        title = "NOTES" if self.field == OVERALL else "EVIDENCE"
        self._list("evidence").border_title = f"{title}  {linked}" if linked else title
        said = () if self.field == OVERALL else cautions(session, plan, self.field)
        self.query_one("#cautions", Static).update(Content("\n".join(f"⚠ {it}" for it in said)))
        self.query_one("#cautions").display = bool(said)
        confidence = score_views.confidence_line(session, self.field)
        if linked and self.has_class("-narrow"):
            # Elsewhere it stands over the evidence, which here is behind a tab.
            confidence = Content.assemble(confidence, (f"     evidence: {linked}", "$muted"))
        self.query_one("#confidence", Static).update(confidence)
        self.query_one("#confidence").display = bool(confidence)
        self.query_one("#status", Static).update(score_views.missing_line(session, plan))
        self.query_one(TopBar).show(
            left=views.title(session, plan), middle=score_views.progress(session, plan)
        )
        self._show_tabs()

    def _show_anchors(self) -> None:
        anchors = self._list("anchors")
        rows = score_views.anchor_rows(
            self.desk.session, self.desk.plan, self.field, anchors.current_key
        )
        anchors.show(rows)

    @on(PaneList.OptionHighlighted, "#anchors")
    def _level_pointed_at(self) -> None:
        if self.field != OVERALL:
            self._show_anchors()

    def _load_field(self) -> None:
        """Show another field from its beginning, with its own text."""
        card = self.desk.session.scorecard
        overall = self.field == OVERALL
        self._kept = card.summary if overall else card.rationale.get(self.field, "")
        self.text.load_text(self._kept)
        self.text.border_title = "SUMMARY" if overall else "RATIONALE"
        self.text.border_subtitle = _TEXT_HINT
        place = score_views.fields(self.desk.plan).index(self.field)
        total = len(self.desk.plan.dims)
        anchors = self._list("anchors")
        anchors.border_title = "RECOMMENDATION" if overall else f"ANCHORS  {place + 1} of {total}"
        folded = "↑↓ in general   " if self.field in self.desk.plan.case.anchors else ""
        anchors.border_subtitle = "1-4 recommend" if overall else f"{folded}1-5 score   0 no signal"
        self._list("evidence").border_subtitle = "" if overall else "Enter links"
        for pane in ("anchors", "evidence"):
            self._list(pane).highlighted = None
            self._list(pane).scroll_home(animate=False)
        self.refresh_session()
        self._list("fields").highlighted = place

    def _show_tabs(self) -> None:
        tabs = views.tabs(_PANE_NAMES, self.pane)
        name = score_views.field_name(self.desk.plan, self.field)
        self.query_one("#tabs", Static).update(Content.assemble(tabs, "  ", (name, "$text-accent")))

    def _list(self, name: str) -> PaneList:
        return self.query_one(f"#{name}", PaneList)

    @property
    def text(self) -> Prose:
        return self.query_one("#text", Prose)

    # --- moving --------------------------------------------------------------------------------

    def go_to(self, field: str) -> None:
        """Show another dimension, or the overall recommendation."""
        if field == self.field or field not in score_views.fields(self.desk.plan):
            return
        self.keep_draft()
        self.field = field
        self._load_field()

    def _go_to_gap(self, gap: Gap) -> None:
        if gap.field == "notes":
            self.app.notify("F2 goes back to the interview, where the note is.", markup=False)
            return
        self.go_to(gap.field)
        self._go_to_pane("anchors")

    def _go_to_pane(self, pane: str) -> None:
        self.remove_class(*(f"-at-{name}" for name in _PANES))
        self.add_class(f"-at-{pane}")
        self.pane = pane
        self._show_tabs()
        self._list(pane).focus()

    @on(PaneList.OptionHighlighted, "#fields")
    def _field_pointed_at(self) -> None:
        fields = self._list("fields")
        # Not what the message says: by now the cursor may have moved on.
        if fields.has_focus and fields.current_key:
            self.go_to(fields.current_key)

    @on(PaneList.Chosen, "#fields")
    def _field_chosen(self, event: PaneList.Chosen) -> None:
        self.go_to(event.key)
        self._go_to_pane("anchors")

    @on(PaneList.Chosen, "#missing")
    def _missing_chosen(self, event: PaneList.Chosen) -> None:
        self._go_to_gap(gaps(self.desk.session, self.desk.plan)[int(event.key)])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        focused = event.widget.id or ""
        if focused in _PANES:
            self.pane = focused
        elif isinstance(event.widget, Prose):
            event.widget.border_subtitle = "Esc leaves"
            # A narrow screen gives the text more room, and the anchors less.
            self.call_after_refresh(self._list("anchors").scroll_to_highlight)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if isinstance(event.widget, Prose):
            event.widget.border_subtitle = _TEXT_HINT
            self.keep_draft()

    # --- changing ------------------------------------------------------------------------------

    def do(self, event: Event) -> bool:
        """Apply an event; False (and a notice) when it is not possible."""
        if not self.applied(event):
            return False
        self.refresh_session()
        return True

    @on(Prose.Changed)
    def _text_changed(self) -> None:
        self.keep_draft_soon()

    def keep_draft(self) -> None:
        self.stop_waiting()
        if not self.is_mounted or self.desk.read_only or self.desk.session.phase != "scoring":
            return
        text = self.text.text
        event = SetSummary(text) if self.field == OVERALL else SetRationale(self.field, text)
        if text != self._kept and self.do(event):
            self._kept = text

    @on(PaneList.Chosen, "#anchors")
    def _level_chosen(self, event: PaneList.Chosen) -> None:
        self.action_score(int(event.key))

    @on(PaneList.Chosen, "#evidence")
    def _note_chosen(self, event: PaneList.Chosen) -> None:
        if self.field == OVERALL:
            self.app.notify("Notes are linked to dimensions, one at a time.", markup=False)
            return
        if event.key.startswith(incident_evidence.KEY):
            session = self.desk.session
            for one in incident_evidence.take(session, self._suggested, self.field, event.key):
                self.do(one)
            return
        linked = event.key in evidence(self.desk.session, self.field)
        self.do(LinkEvidence(self.field, event.key, not linked))

    def action_score(self, level: int) -> None:
        """Score the dimension one is on, or recommend on the overall entry."""
        if self.field != OVERALL:
            self.do(SetScore(self.field, next((it for it in LEVELS if it == level), NO_SIGNAL)))
        elif 1 <= level <= len(RECOMMENDATIONS):
            self.do(SetRecommendation(RECOMMENDATIONS[level - 1]))
        else:
            self.app.notify("1 strong no, 2 no, 3 yes, 4 strong yes.", markup=False)
            return
        self.query_one("#anchors", ReadingList).point_at(str(level))

    def action_confidence(self) -> None:
        if self.field == OVERALL:
            self.app.notify("Confidence is given for each dimension.", markup=False)
            return
        now = self.desk.session.scorecard.confidence.get(self.field)
        following = CONFIDENCES.index(now) + 1 if now else 0
        self.do(SetConfidence(self.field, CONFIDENCES[following % len(CONFIDENCES)]))

    def action_undo(self) -> None:
        self._history(self.desk.undo, "Taken back")

    def action_redo(self) -> None:
        self._history(self.desk.redo, "Done again")

    def _history(self, step: Callable[[History], Event], words: str) -> None:
        """Go a step in the history of the scorecard, and to where it changed something."""
        try:
            event = step("scorecard")
        except Problem as problem:
            self.app.notify(f"{problem.title}.", markup=False)
            return
        fields = event.fields if isinstance(event, Restore) else ()
        if fields and self.field not in fields:
            self.go_to(fields[0])
        self.refresh_session()
        names = ", ".join(score_views.field_name(self.desk.plan, field) for field in fields)
        self.app.notify(f"{words}: {names}.", timeout=3, markup=False)

    # --- actions -------------------------------------------------------------------------------

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual's signature
    ) -> bool | None:
        """The page keys are the anchors', but for panes that have much to read themselves."""
        focused = self.focused
        return action != "anchors" or not (
            focused is self.text or focused is self._list("evidence")
        )

    def action_anchors(self, step: int) -> None:
        anchors = self._list("anchors")
        anchors.scroll_relative(
            y=step * max(1, anchors.scrollable_content_region.height - 1), animate=False
        )

    def action_step(self, step: int) -> None:
        names = score_views.fields(self.desk.plan)
        self.go_to(names[(names.index(self.field) + step) % len(names)])

    def action_pane(self, step: int) -> None:
        place = _PANES.index(self.pane)
        self._go_to_pane(_PANES[(place + step) % len(_PANES)])

    def action_write(self) -> None:
        if self.text.has_focus:
            self._go_to_pane("evidence")
            return
        self._go_to_pane("anchors")
        self.text.focus()
        self.text.move_cursor(self.text.document.end)

    def action_leave_text(self) -> None:
        if self.text.has_focus:
            self._go_to_pane("anchors")

    def action_rest(self) -> None:
        session, plan = self.desk.session, self.desk.plan
        rest = [dim for dim in plan.dims if dim not in session.scorecard.scores]
        if not rest:
            self.app.notify("Every dimension has a score.", markup=False)
            return

        def answered(answer: str | None) -> None:
            if answer == "rest":
                self.do(NoSignalForRest())

        names = "\n".join(f"  {score_views.field_name(plan, dim)}" for dim in rest)
        self.app.push_screen(
            Choose(
                "No signal for the rest?",
                f"These have no score yet:\n{names}",
                [("back", "Leave them open"), ("rest", "No signal for all of them")],
            ),
            answered,
        )

    def action_submit(self) -> None:
        from interviewloop.tui import submitting  # deferred: once a session

        self.keep_draft()
        missing = blocking(gaps(self.desk.session, self.desk.plan))
        if missing:
            submitting.list_missing(self, missing, self._go_to_gap)
        else:
            submitting.confirm(self)

    def action_interview(self) -> None:
        self.keep_draft()
        if self.do(ReopenInterview()):
            self.loop_app.show_live(self.desk)

    def action_home(self) -> None:
        self.keep_draft()
        self.loop_app.close_desk()
