"""Words in a note that speak of who somebody is, where a note should say what they did.

A hint, computed here and kept nowhere: it never blocks, and a note may have a good reason. The
lists are short on purpose. Words that a note on work needs as well (age of a row, race condition,
results by gender) are left out unless what stands around them is about a person.
"""

from __future__ import annotations

import re

_WORDS = {
    "accent or first language": (
        "accent", "native speaker", "native english", "mother tongue", "broken english",
    ),
    "age": (
        "years old", "too old", "too young", "her age", "his age", "their age", "elderly",
        "near retirement", "older person", "younger person",
    ),
    "disability or health": (
        "disabled", "disability", "wheelchair", "autistic", "autism", "adhd", "dyslexic",
        "dyslexia", "stutters", "deaf", "depression", "mental illness", "hearing aid",
    ),
    "family": (
        "pregnant", "pregnancy", "maternity", "paternity", "married", "unmarried", "divorced",
        "husband", "wife", "has kids", "has children", "single mother", "single father",
    ),
    "nationality or origin": (
        "nationality", "immigrant", "foreigner", "ethnicity", "ethnic", "skin colour", "skin color",
        "visa status", "work permit",
    ),
    "religion": (
        "religion", "religious", "muslim", "christian", "jewish", "hindu", "buddhist", "atheist",
        "hijab", "headscarf", "turban",
    ),
    "sex or orientation": (
        "gay", "lesbian", "bisexual", "transgender", "feminine", "masculine", "for a woman",
        "for a man", "attractive", "good-looking",
    ),
}  # fmt: skip
_PATTERNS = {
    what: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    for what, words in _WORDS.items()
}


def characteristics(text: str) -> tuple[str, ...]:
    """The protected characteristics that ``text`` seems to speak of, in words; mostly none."""
    return tuple(what for what, pattern in _PATTERNS.items() if pattern.search(text))


def hint(text: str) -> str:
    """A sentence for whoever wrote ``text``; empty where there is nothing to say."""
    found = characteristics(text)
    if not found:
        return ""
    return f"This speaks of {' and '.join(found)}. Is it evidence? Write what was done or said."
