"""Fuzz the readers of files, led by coverage; anything but a value or a Problem is a finding.

    pip install -e '.[fuzz]'
    python scripts/fuzz.py [--reader NAME] [--seconds N] [--list]

The readers and what they begin from are those of tests/hardening/readers.py. Each runs in a process
of its own for N seconds. What leads to a traceback is kept in the folder that is named at the end:
mend the reader and put the content into tests/hardening/found.py. Exit 1 on any finding.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LONGEST = 65_536
SLOW_S = 20
"""A content that takes so long is a finding as well."""


def main() -> int:
    """Fuzz one reader after the other."""
    from tests.hardening.readers import READERS

    parser = argparse.ArgumentParser(description="Fuzz the readers of files.")
    parser.add_argument("--reader", choices=READERS, help="only this one")
    parser.add_argument("--seconds", type=int, default=60, help="for each reader (default 60)")
    parser.add_argument("--list", action="store_true", help="print the names of the readers")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.list:
        print("\n".join(READERS))
        return 0
    if args.here:
        fuzz(args.reader, args.seconds, args.here)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    names = [args.reader] if args.reader else [*READERS]
    found = sum(apart(name, args.seconds, folder / name.replace(" ", "-")) for name in names)
    print(f"{len(names)} readers, {found} with findings; {folder}")
    return 1 if found else 0


def apart(name: str, seconds: int, folder: Path) -> bool:
    """Fuzz one reader in a process of its own; whether anything was found."""
    folder.mkdir()
    command = [sys.executable, __file__, "--reader", name, "--seconds", str(seconds)]
    with (folder / "log.txt").open("wb") as log:
        code = subprocess.run(  # noqa: S603 - this very script
            [*command, "--here", str(folder)], stdout=log, stderr=log, check=False
        ).returncode
    last = [
        line for line in (folder / "log.txt").read_text("utf-8", "replace").splitlines() if line
    ]
    runs = next((line for line in reversed(last) if line.startswith("Done ")), "stopped early")
    print(f"{name}: {'FOUND, see ' + str(folder) if code else 'nothing found'}; {runs}", flush=True)
    return code != 0


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["interviewloop", "tomllib", "json", "csv"]):
        # Imported again under instrumentation: it has to be the first time for the fuzzer to see.
        for module in [one for one in sys.modules if one.startswith(("interviewloop", "tests."))]:
            del sys.modules[module]
        for module in ("tomllib", "tomllib._parser", "json", "json.decoder", "json.scanner"):
            sys.modules.pop(module, None)
        from tests.hardening.readers import READERS
    reader = READERS[name]
    seeds, files = folder / "seeds", folder / "files"
    seeds.mkdir()
    files.mkdir()
    for number, seed in enumerate(reader.seeds):
        (seeds / str(number)).write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOW_S}",
        f"-artifact_prefix={folder}/",
        str(seeds),
    ]
    atheris.Setup([sys.argv[0], *options], lambda data: reader(data, files) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
