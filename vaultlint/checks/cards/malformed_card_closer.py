"""A ﹈ whose line breaks are not exactly <br>﹈<br>."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.cards._fate import Fates, fates_of
from vaultlint.checks.cards._lines import CARDS_AND_IDS, line_at
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.cardmarks import (
    ANSWER_END,
    BLANKS_BETWEEN,
    BREAK,
    CLOSER,
    CLOSER_LINE,
    MALFORMED_CLOSERS,
    NO_BREAKS,
    NO_FIRST_BREAK,
    NO_SECOND_BREAK,
    OTHER_BREAK,
)
from vaultlint.notes.facts import Card, Note
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_CLOSER = regex(rf"(?:</?br ?/?>)?\s*{CLOSER}\s*+(?>(?:</?br ?/?>)?)\s*+", re.IGNORECASE)
_LACKS = {
    NO_FIRST_BREAK: f"no {BREAK} before {CLOSER}",
    NO_SECOND_BREAK: f"no {BREAK} behind {CLOSER}",
    NO_BREAKS: f"no {BREAK} before and behind {CLOSER}",
    OTHER_BREAK: f"the line breaks around {CLOSER} are not {BREAK}",
    BLANKS_BETWEEN: f"blanks between {BREAK} and {CLOSER}",
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for card in note.cards:
        if card.closer is None or card.opener is None or not is_malformed(card):
            continue
        start = card.closer.span.start
        end = card.id.span.start if card.id else card.closer.span.end
        text = note.text[start : min(end, card.closer.span.end)].rstrip()
        start += len(text) - len(text.lstrip())
        fate, related = _fate(fates, card)
        yield Finding(
            Span(start, card.closer.span.start + len(text)),
            f"{_LACKS[card.closer.form]}: {fate}; write {CLOSER_LINE}",
            related,
            _fix(note, card, start),
        )


def _fix(note: Note, card: Card, start: int) -> Fix | None:
    """The ﹈ line made exact, its id behind it. start: of the ﹈ and its line breaks."""
    assert card.closer is not None
    line = line_at(note, start)
    if note.text[line.start : start].strip():
        return None  # it stands behind text
    is_here = card.id is not None and card.id.span.start < line.end
    end = card.id.span.start if card.id is not None and is_here else line.end
    found = note.text[start:end]
    if not _CLOSER.fullmatch(found):
        return None
    edit = Edit(Span(start, end if is_here else start + len(found.rstrip())), CLOSER_LINE)
    return Fix(f"Write {CLOSER_LINE}", (edit,), True, CARDS_AND_IDS)


def is_malformed(card: Card) -> bool:
    """Whether the plugin reads the end of a card wrongly because of its line breaks."""
    return card.closer is not None and card.closer.form in MALFORMED_CLOSERS


def _fate(fates: Fates, card: Card) -> tuple[str, tuple[Related, ...]]:
    """What the plugin loses by its taking four characters before and behind ﹈, whichever."""
    assert card.closer is not None
    name = card_name(fates.note, card)
    fate = fates.of(card)
    if fate.synced is None or fate.closed_by is not card:
        if fate.synced is None and card.id is None:
            return f"the {name} runs on and never reaches Anki", ()
        return f"the {name} runs on, and {fates.loss(card)}", fates.related(card)
    lost = []
    if card.id is not None and card.id != fate.synced.id:
        lost.append(f"loses its id {card.id.digits}")
    eaten = card.answer.end - fate.synced.answer.end
    if eaten > 0:
        count = "character" if eaten == 1 else f"{eaten} characters"
        lost.append(f"loses the last {count} of its answer in Anki")
    following = fates.following(card)
    is_swallowed = following is not None and fates.of(following).synced == fate.synced
    if following is not None and is_swallowed:
        lost.append(f"swallows the start of the next {card_name(fates.note, following)}")
    return (
        f"the {name} {' and '.join(lost) or f'loses only its {ANSWER_END} in Anki, by luck'}",
        (fates.place(card, following),) if following is not None and is_swallowed else (),
    )
