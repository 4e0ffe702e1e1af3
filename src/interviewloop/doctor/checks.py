"""Every check there is, in the order in which they are told. A new check is one entry more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.doctor.file_checks import FILE_CHECKS
from interviewloop.doctor.lock_checks import LOCK_CHECKS
from interviewloop.doctor.machine_checks import MACHINE_CHECKS
from interviewloop.doctor.permission_checks import PERMISSION_CHECKS
from interviewloop.doctor.shared_checks import SETTINGS_CHECKS, SHARED_CHECKS
from interviewloop.doctor.terminal_checks import TERMINAL_CHECKS
from interviewloop.doctor.version_checks import VERSION_CHECKS

if TYPE_CHECKING:
    from interviewloop.doctor.facts import Facts
    from interviewloop.doctor.findings import Check, Finding

CHECKS: tuple[Check, ...] = (
    *FILE_CHECKS,
    *LOCK_CHECKS,
    *PERMISSION_CHECKS,
    *MACHINE_CHECKS,
    *TERMINAL_CHECKS,
    *VERSION_CHECKS,
    *SETTINGS_CHECKS,
    *SHARED_CHECKS,
)


class Told(NamedTuple):
    """What one check found, never nothing."""

    check: Check
    findings: tuple[Finding, ...]


def diagnose(facts: Facts) -> tuple[Told, ...]:
    """What all checks find in ``facts``."""
    found = ((check, tuple(check.find(facts))) for check in CHECKS)
    return tuple(Told(check, findings) for check, findings in found if findings)
