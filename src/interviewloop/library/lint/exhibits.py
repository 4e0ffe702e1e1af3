"""X: what is put on screen, and when; charts.py has X10. N03: that it is untouched."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from interviewloop.library.lint.charts import drawn_words
from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.lint.roles import unknown
from interviewloop.library.words import holds_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import CaseSubject, ExhibitFile
    from interviewloop.model.case import Exhibit

AT_ONCE = 3
MAX_ROWS, MAX_COLUMNS = 24, 8
PHRASINGS = 5


@case_rule("X01", "E", "every exhibit named exists, and so does its file")
def exhibits_exist(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    for id_, stage in case.stages.items():
        for index, name in enumerate(stage.exhibits):
            if name not in case.exhibits:
                yield unknown(("stages", id_, "exhibits", index), name, "exhibit", case.exhibits)
    for id_, reveal in case.reveals.items():
        if reveal.exhibit not in case.exhibits:
            yield unknown(("reveals", id_, "exhibit"), reveal.exhibit, "exhibit", case.exhibits)


@case_rule("X02", "E", "every exhibit is shown, revealed, or for the interviewer only")
def exhibits_are_used(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit in subject.case.exhibits.items():
        if exhibit.audience == "candidate" and id_ not in subject.staged | subject.revealed:
            mend = "name it in a stage or a reveal, or take it out"
            yield Flaw(("exhibits", id_), f"exhibit {id_} is never shown", mend)


@case_rule("X03", "E", "a stage shows at most 3 exhibits at once")
def few_exhibits_at_once(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, stage in subject.case.stages.items():
        if len(stage.exhibits) > AT_ONCE:
            message = f"stage {id_} shows {len(stage.exhibits)} exhibits at once"
            yield Flaw(("stages", id_, "exhibits"), message, f"show {AT_ONCE} at most")


@case_rule(
    "X04", "E", "an exhibit has a file or a text, and not both; tables and charts a CSV file"
)
def one_source(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit in subject.case.exhibits.items():
        place = ("exhibits", id_)
        if (exhibit.file is None) == (exhibit.text is None):
            has = "neither file nor text" if exhibit.file is None else "both file and text"
            yield Flaw(place, f"exhibit {id_} has {has}", "give one of them")
        elif exhibit.kind in ("table", "chart") and not (exhibit.file or "").endswith(".csv"):
            message = f"exhibit {id_} is a {exhibit.kind} without a CSV file"
            yield Flaw(place, message, 'give file = "exhibits/NAME.csv"')


@case_rule("X05", "E", "every column an exhibit names is in its file")
def columns_exist(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit, _file, table in subject.tables():
        for path, name in _named_columns(exhibit):
            if name not in table.header:
                yield unknown(("exhibits", id_, *path), name, f"column of {id_}", table.header)


def _named_columns(exhibit: Exhibit) -> Iterator[tuple[KeyPath, str]]:
    for index, name in enumerate(exhibit.columns):
        yield ("columns", index), name
    for name in exhibit.labels:
        yield ("labels", name), name
    if exhibit.key is not None:
        yield ("key",), exhibit.key
    if exhibit.chart is not None:
        yield ("chart", "x"), exhibit.chart.x
        for index, name in enumerate(exhibit.chart.y):
            yield ("chart", "y", index), name
        if exhibit.chart.series is not None:
            yield ("chart", "series"), exhibit.chart.series
    for number, sums in enumerate(exhibit.sums):
        for index, name in enumerate(sums.columns):
            yield ("sums", number, "columns", index), name


@case_rule("X06", "E", "a table on screen has at most 24 rows and 8 columns")
def tables_fit(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit in subject.case.exhibits.items():
        table = subject.shown_table(id_)
        if table is None or exhibit.audience != "candidate":
            continue
        rows, columns = len(table.rows), len(table.header)
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            message = f"exhibit {id_} shows {rows} rows of {columns} columns"
            mend = f"name at most {MAX_COLUMNS} columns and rows = {MAX_ROWS} or fewer"
            yield Flaw(("exhibits", id_), message, mend)


@case_rule("X07", "E", "no stage or reveal reaches an exhibit for the interviewer only")
def interviewer_material_stays(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    hidden = {id_ for id_, one in case.exhibits.items() if one.audience == "interviewer"}
    mend = 'show another exhibit, or make it audience = "candidate"'
    for id_, stage in case.stages.items():
        for index, name in enumerate(stage.exhibits):
            if name in hidden:
                message = f"stage {id_} shows {name}, which is for the interviewer only"
                yield Flaw(("stages", id_, "exhibits", index), message, mend)
    for id_, reveal in case.reveals.items():
        if reveal.exhibit in hidden:
            message = f"reveal {id_} hands over {reveal.exhibit}, which is for the interviewer only"
            yield Flaw(("reveals", id_, "exhibit"), message, mend)


@case_rule("X08", "E", "no never_say word in what the candidate sees or hears before asking")
def nothing_leaks(subject: CaseSubject) -> Iterator[Flaw]:
    for path, text in _before_asking(subject):
        for word in subject.case.case.never_say:
            if holds_word(text, word):
                place = path[-1] if path[0] in ("case", "take_home") else path[1]
                message = f"{place} says {word!r}, which never_say forbids"
                yield Flaw(path, message, "say it without that word")


def _before_asking(subject: CaseSubject) -> Iterator[tuple[KeyPath, str]]:
    """Every text that reaches the candidate without a request."""
    case = subject.case
    yield from subject.said()
    for id_, stage in case.stages.items():
        yield ("stages", id_, "title"), stage.title
    for id_, exhibit in case.exhibits.items():
        if id_ in subject.staged and exhibit.audience == "candidate":
            yield from _on_screen(subject, id_, exhibit)
    for index, data in enumerate(subject.data):
        named = " \n ".join(data.table.header) if data.table else data.text or ""
        yield ("take_home", "data", index, "file"), named


def _on_screen(subject: CaseSubject, id_: str, exhibit: Exhibit) -> Iterator[tuple[KeyPath, str]]:
    place = ("exhibits", id_)
    yield (*place, "title"), exhibit.title
    if exhibit.alt:
        yield (*place, "alt"), exhibit.alt
    if exhibit.text:
        yield (*place, "text"), exhibit.text
    if exhibit.chart:
        yield (*place, "chart", "x_label"), exhibit.chart.x_label
        yield (*place, "chart", "y_label"), exhibit.chart.y_label
        yield (*place, "chart"), " \n ".join(drawn_words(exhibit, subject.table(id_)))
    file = subject.files.get(id_)
    if file and file.text:
        yield (*place, "file"), file.text
    table = subject.shown_table(id_)
    if table:
        yield (*place, "labels"), " \n ".join(table.header)
        yield (*place, "file"), " \n ".join(cell for row in table.rows for cell in row)


@case_rule("X09", "E", "a reveal has 5 phrasings or more, all different")
def enough_phrasings(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, reveal in subject.case.reveals.items():
        different = len({phrase.casefold() for phrase in reveal.ask})
        if different < PHRASINGS:
            message = f"reveal {id_} can be asked for in {different} ways"
            yield Flaw(("reveals", id_, "ask"), message, f"write {PHRASINGS} or more")


@case_rule("X11", "E", "labels are of what is drawn: a log with labels has columns as well")
def labels_are_drawn(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit in subject.case.exhibits.items():
        if not exhibit.labels or exhibit.kind in ("table", "chart"):
            continue
        if exhibit.kind == "text":
            message = f"exhibit {id_} is a text, its labels are not shown"
            yield Flaw(("exhibits", id_, "labels"), message, "take them out")
        elif not exhibit.columns:
            message = f"exhibit {id_} is a log without columns: its file is shown as it stands"
            mend = "add columns, so that it is drawn as a table, or take the labels out"
            yield Flaw(("exhibits", id_, "labels"), message, mend)


@case_rule("N03", "E", "sha256 pins the bytes of every file that a candidate or interviewer sees")
def files_are_untouched(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, file in subject.files.items():
        yield from _pinned(("exhibits", id_), file, subject.case.exhibits[id_].sha256)
    task = subject.case.take_home
    for index, (file, data) in enumerate(zip(subject.data, task.data if task else (), strict=True)):
        yield from _pinned(("take_home", "data", index), file, data.sha256)


def _pinned(place: KeyPath, file: ExhibitFile, pinned: str | None) -> Iterator[Flaw]:
    if file.fault is not None and not file.content:
        return
    digest = sha256(file.content).hexdigest()
    if pinned is None:
        mend = f'add sha256 = "{digest}"'
        yield Flaw(place, f"nothing pins the file {file.path.name}", mend)
    elif pinned != digest:
        message = f"{file.path.name} is not the file that was pinned"
        mend = f'generate it again, or, if the change is meant, sha256 = "{digest}"'
        yield Flaw((*place, "sha256"), message, mend)
