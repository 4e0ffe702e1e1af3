"""The app: opens screens, keeps the one open session, and goes down without losing anything."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui.ordered_keys import OrderedKeys
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.terminal import forgiving, on_polite_kill
from interviewloop.tui.themes import DARK, LIGHT, MUTED, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.app import App
    from textual.driver import Driver
    from textual.screen import Screen

    from interviewloop.interview.moment import Moment
    from interviewloop.tui.desk import Desk
    from interviewloop.tui.services import Services
    from interviewloop.workspace.saver import SaveState


class InterviewloopApp(OrderedKeys[int]):
    """Home at the bottom; above it the one session that is open, if any."""

    TITLE = "Interviewloop"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q", "quit", "Quit", id="app.quit", show=False, priority=True,
            tooltip="Close the program; everything is saved",
        ),
        Binding("ctrl+t", "theme", "Theme", id="app.theme", show=False, tooltip="Dark or light"),
    ]  # fmt: skip

    def __init__(
        self,
        services: Services,
        mistakes: Iterable[Problem] = (),
        first: Callable[[], Screen[None]] | None = None,
        data_dir: Path | None = None,
    ) -> None:
        """``mistakes`` are what is wrong in the config file; they are told when home is shown.
        ``first`` makes the screen to begin with, above home. Reports on mistakes of the program
        itself go below ``data_dir``; without it they are shown as Textual does."""
        super().__init__()
        self._mistakes = tuple(mistakes)
        self._first = first
        self._data_dir = data_dir
        self.services = services
        self.desk: Desk | None = None
        for theme in THEMES:
            self.register_theme(theme)
        wanted = {"dark": DARK, "light": LIGHT}.get(
            services.settings.theme, services.settings.theme
        )
        self.theme = wanted if wanted in self.available_themes else DARK

    def now(self) -> Moment:
        return self.services.now()

    def get_driver_class(self) -> type[Driver]:
        return forgiving(super().get_driver_class())

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            from interviewloop.tui.terminal_input import unmasked

            event.text = unmasked(event.text)
        await super().on_event(event)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": MUTED}

    @property
    def draft_s(self) -> float:
        """How long typing must rest, in seconds, before half-typed text goes to disk."""
        return self.services.settings.draft_save_ms / 1000

    def on_mount(self) -> None:
        self.set_keymap(dict(self.services.settings.keymap))
        # A closed terminal or a polite kill ends the app as quitting does.
        on_polite_kill(self._go_down)
        home = HomeScreen()
        self.push_screen(home)
        for mistake in self._mistakes:
            home.tell(mistake)
        if self._first is not None:
            self.push_screen(self._first())
        self.call_after_refresh(self._tell_unknown_settings, home)

    def _tell_unknown_settings(self, home: HomeScreen) -> None:
        from interviewloop.tui.settings_check import setting_mistakes  # deferred: after first paint

        for mistake in setting_mistakes(self):
            home.tell(mistake)

    # --- sessions ------------------------------------------------------------------------------

    def open_session(self, path: Path) -> None:
        """Open a stored session where it belongs: live, score, or sealed screen.

        Raises :class:`Problem` (``HeldBy`` when another process works on it); nothing is open then.
        """
        desk = self.services.open_desk(path, self._save_news)
        if desk.session.sealed:
            desk.close()
            self.view_session(path)
            return
        self.desk = desk
        if desk.session.phase == "scoring":
            self.show_score(desk)
        else:
            self.show_live(desk)

    def view_session(self, path: Path) -> None:
        """Look at a session without being able to change it (a sealed one can be amended)."""
        from interviewloop.tui.screens.sealed import SealedScreen  # deferred: not on first paint

        self._show(SealedScreen(self.services.look_at(path), path))

    def show_feedback(self, path: Path) -> None:
        """The feedback on a sealed mock interview. Raises :class:`Problem` for anybody else's: it
        is the trainee's own."""
        from interviewloop.model.names import same_name  # deferred: after practice only
        from interviewloop.tui.screens.feedback import FeedbackScreen

        session = self.services.workspace.peek(path)
        if not same_name(self.services.settings.interviewer, session.interviewer):
            what = f"feedback on an interview is for {session.interviewer} alone"
            raise Problem("Another's feedback", what)
        self._show(FeedbackScreen(session, path))

    def show_live(self, desk: Desk) -> None:
        if desk.running is not None:
            from interviewloop.tui.screens.incident import IncidentScreen  # deferred: as below

            self._show(IncidentScreen(desk, desk.running))
            return
        if desk.plan.case.take_home is not None:
            from interviewloop.tui.screens.take_home import TakeHomeScreen  # deferred: as below

            self._show(TakeHomeScreen(desk))
            return
        from interviewloop.tui.screens.live import LiveScreen  # deferred: not on first paint

        self._show(LiveScreen(desk))

    def show_score(self, desk: Desk) -> None:
        from interviewloop.tui.screens.score import ScoreScreen  # deferred: not on first paint

        self._show(ScoreScreen(desk))

    def show_home(self) -> None:
        """Back to the list, read anew."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.screen.reload()

    def close_desk(self) -> None:
        """Save and let go of the open session, then show the list."""
        if self.desk is not None and not self.desk.saved(2.0):
            self.notify(
                "The last change is not on disk yet; it is still being tried.",
                title="Not saved",
                severity="error",
            )
            return
        if self.desk is not None:
            self.desk.close()
        self.desk = None
        self.show_home()

    def _show(self, screen: Screen[None]) -> None:
        """``screen`` above home, in place of whatever was there."""
        if isinstance(self.screen, HomeScreen):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _save_news(self, _: SaveState) -> None:
        """Called in the saver's thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._show_save_state)

    def _show_save_state(self) -> None:
        if not self._running or not self.screen_stack:
            return
        show = getattr(self.screen, "show_save_state", None)
        if show is not None and self.screen.is_mounted:
            show()

    # --- going down ----------------------------------------------------------------------------

    def _go_down(self) -> None:
        self._keep_typing()
        self.exit(0)

    def _keep_typing(self) -> None:
        """Put what is half-typed on any screen into the session."""
        for screen in self.screen_stack:
            keep_draft = getattr(screen, "keep_draft", None)
            if keep_draft is not None:
                keep_draft()

    async def action_quit(self) -> None:
        self._keep_typing()
        if self.desk is None or self.desk.saved(2.0):
            self.exit(0)
            return
        self._ask_before_losing()

    def _ask_before_losing(self) -> None:
        from interviewloop.tui.screens.dialogs import Choose  # deferred: seldom needed

        def answered(answer: str | None) -> None:
            if answer == "quit":
                self.exit(1)
            elif answer == "elsewhere":
                self._rescue()

        self.push_screen(
            Choose(
                "Not saved",
                f"What was entered last is not on disk yet: {self._why_not_saved()}.",
                [
                    ("stay", "Stay; it is tried again every few seconds"),
                    ("elsewhere", "Save a copy in the home folder, then quit"),
                    ("quit", "Quit and lose the last change"),
                ],
            ),
            answered,
        )

    def _why_not_saved(self) -> str:
        state = self.desk.saver.state if self.desk is not None and self.desk.saver else None
        return state.problem.what if state is not None and state.problem else "it takes too long"

    def _rescue(self) -> None:
        from pathlib import Path  # deferred: only a full disk gets here

        if self.desk is None or self.desk.saver is None:
            return
        try:
            copy = self.desk.saver.rescue(Path.home())
        except Problem as problem:
            self.notify(problem.what, title=problem.title, severity="error", markup=False)
            return
        self.exit(0, message=f"The session was saved as {copy}")

    def on_unmount(self) -> None:
        if self.desk is not None:
            self.desk.close()

    def _fatal_error(self) -> None:
        # Textual would print its traceback with all values: names, scores and notes, into the
        # terminal's history. It offers no public way to replace that.
        if self._exception is None or self._data_dir is None:
            super()._fatal_error()
            return
        from rich.text import Text  # deferred: only a mistake of ours gets here

        from interviewloop.workspace.crash import crash_lines

        with suppress(Exception):  # the screen may be what broke
            self._keep_typing()
        lines = crash_lines(self._exception, self._data_dir, self.now().wall)
        self._exit_renderables[:] = [Text("\n".join(map(visible, lines)))]
        self._return_code = 2
        self._close_messages_no_wait()

    # --- palette -------------------------------------------------------------------------------

    def action_theme(self) -> None:
        from interviewloop.tui.identity import remember_theme  # deferred: seldom needed

        self.theme = LIGHT if self.current_theme.dark else DARK
        if problem := remember_theme(self, self.theme):
            self.notify(problem.what, title=problem.title, severity="error", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every explained key of the screen one is on, under the screen's name, then the app's."""
        for command in super().get_system_commands(screen):
            if command.title == "Screenshot":
                yield command
        offered = getattr(screen, "palette_commands", None)
        if offered is not None:
            yield from offered()
        where = getattr(screen, "TITLE_HERE", "") or "screen"
        for name, active in ((where, screen), ("app", self)):
            seen: set[str] = set()
            for bindings in active._bindings.key_to_bindings.values():  # noqa: SLF001
                for binding in bindings:
                    if active.check_action(binding.action.partition("(")[0], ()) is False:
                        continue  # not possible on this screen just now
                    if binding.tooltip and not binding.system and binding.action not in seen:
                        seen.add(binding.action)
                        yield SystemCommand(
                            f"{name}: {binding.description}",
                            binding.tooltip,
                            self._runs(active, binding.action),
                        )

    def _runs(self, where: App[int] | Screen[object], action: str) -> Callable[[], None]:
        def run() -> None:
            self.run_worker(self.run_action(action, default_namespace=where))

        return run
