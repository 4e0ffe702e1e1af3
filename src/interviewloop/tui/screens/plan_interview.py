"""The form that plans an interview of a loop: who, which case, what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Label

from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loop_planning import CaseDims
from interviewloop.model.errors import Problem
from interviewloop.model.names import near_misses
from interviewloop.model.text import visible
from interviewloop.tui.asking import is_meant, leave_or_stay
from interviewloop.tui.loop_forms import cover_options, too_long
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.case_picker import CasePicker
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from interviewloop.tui.loop_plan import LoopPlan

_PARTS = [("scores", "interviews and scores"), ("shadow", "shadow (beside a colleague)")]


class PlanInterviewScreen(AppScreen):
    """Closes once the interview is in the plan on disk; refused, it stays as it was filled in."""

    CSS_PATH = "plan_interview.tcss"
    TITLE_HERE = "plan an interview"
    AUTO_FOCUS = "#interviewer LineInput"
    HELP = """
Who is to run which case. Tab and Shift+Tab go from field to field, the arrows choose, F8 or \
Ctrl+S adds the interview to the plan.

Interviewer: names from before appear while you type; Down takes one. Any other name will do; one \
that is nearly a name from before is asked about.

Case: type a few letters of its title, kind or dimensions, then choose with the arrows. Only cases \
that the rubric of this loop can score are offered.

Covers: the dimensions the debrief may count on from this interview. What the loop needs: the \
primary dimensions of the case, and of the others as many as an hour has room for, first those \
that fewest cover.

Shadow: sits beside a colleague and scores as well, for calibration and not for the candidate.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+s", "add", "Add", id="planform.add", tooltip="Add it to the plan"),
        Binding("f6", "retired", "Retired too", id="planform.retired", show=False,
                tooltip="Offer retired cases too, or no longer"),
        Binding("escape", "leave", "Back", id="planform.leave", tooltip="Back to the plan"),
    ]  # fmt: skip

    def __init__(
        self, plan: LoopPlan, add: Callable[[PlanInterview], None], case: str | None = None
    ) -> None:
        """``add`` writes or raises Problem. ``case`` is one that was chosen already."""
        super().__init__()
        self._plan, self._add, self._given = plan, add, case
        self._covers: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield TopBar(f"Plan an interview · {visible(self._plan.loop.candidate)}")
        with VerticalScroll(id="form", can_focus=False):
            yield NameField("Interviewer", placeholder="who is to run it", id="interviewer")
            yield CasePicker()
            with Horizontal(classes="line"):
                yield Label("Covers")
                yield Choice(stacked=True, empty="choose a case first", id="covers")
            with Horizontal(classes="line"):
                yield Label("Part")
                yield Choice(_PARTS, id="part")
            yield Button("Add to the plan", id="add", compact=True, variant="primary")
        yield KeyLine()

    def on_mount(self) -> None:
        self._who.know(self._plan.people)
        self._picker.know(self._plan.cases, self._plan.retired)
        if self._given is not None:
            self._picker.choose(self._given)
        self._show_case()

    @property
    def _who(self) -> NameField:
        return self.query_one(NameField)

    @property
    def _picker(self) -> CasePicker:
        return self.query_one(CasePicker)

    @on(CasePicker.Moved)
    def _show_case(self) -> None:
        """What follows from the case: what it assesses, and what it could cover here."""
        case, plan = self._picker.case, self._plan
        if case is None:
            self._covers = []
            self.query_one("#covers", Choice).offer([])
            unfit = f"   {plan.unfit} do not fit the rubric of this loop." if plan.unfit else ""
            held = self._picker.held_back
            retired = f"   {held} retired, F6 offers {'it' if held == 1 else 'them'} too."
            self._picker.say(Content(f"No case chosen yet.{unfit}{retired if held else ''}"))
            return
        options = cover_options(CaseDims.of(case), plan.counts, tuple(plan.names))
        self._covers = [dims for _, dims in options]
        self.query_one("#covers", Choice).offer(
            [(str(place), words) for place, (words, _) in enumerate(options)]
        )
        self._say_covered()

    @on(Choice.Changed, "#covers")
    def _say_covered(self) -> None:
        if self._picker.case is not None:
            self._picker.say(Content(", ".join(self._plan.names[dim] for dim in self._dims)))

    @property
    def _dims(self) -> tuple[str, ...]:
        place = self.query_one("#covers", Choice).value
        return self._covers[int(place)] if place is not None else ()

    def action_retired(self) -> None:
        """Offer retired cases too, or no longer."""
        self._picker.toggle_retired()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "retired" and not self._plan.retired & self._plan.cases.keys():
            return False
        return super().check_action(action, parameters)

    # --- adding --------------------------------------------------------------------------------

    @on(Button.Pressed)
    def action_add(self) -> None:
        self._plan_it()

    @work(exclusive=True, group="plan-add")
    async def _plan_it(self) -> None:
        if self._complain():
            return
        near = near_misses(self._who.value, self._plan.people)
        if not await is_meant(self, self._who, "interviewer", near):
            return
        shadow = self.query_one("#part", Choice).value == "shadow"
        event = PlanInterview(self._who.value, self._picker.key or "", self._dims, shadow)
        try:
            self._add(event)
        except Problem as problem:
            self.tell(problem)
            return
        self.dismiss()

    def _complain(self) -> bool:
        """Say beside each field what is missing, and go to the first; False when all is there."""
        who = self._who.value
        missing = too_long(who) if who else "Missing: who is to run it."
        self._who.complain(missing)
        if missing:
            self._who.focus()
        if self._picker.case is None:
            self._picker.complain("Missing: choose a case with the arrows.")
            if not missing:
                self._picker.focus()
            return True
        return bool(missing)

    def action_leave(self) -> None:
        if self._who.value or self._picker.key != self._given:
            leave_or_stay(self, "Leave without adding it?")
        else:
            self.dismiss()
