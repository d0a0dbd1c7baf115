"""The proof: what a fix may not change, it does not get past."""

from __future__ import annotations

import pytest

from vaultlint.diagnostic import Change, Diagnostic, Edit, Finding, Fix, Related, Severity
from vaultlint.fix import Edits, Repair, repaired_content
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import FlashcardsSettings, Reading
from vaultlint.proof import harm, new_errors
from vaultlint.text.decode import decode
from vaultlint.text.span import Span

BRACKET = Reading()
BARE = Reading(dialects=("flashcards-obsidian",), flashcards=FlashcardsSettings(inline_id=False))

CARD = """\
﹇<br>
What is rye?

#card

A grain of [[Bread]].

⌂
<br>﹈<br>^1700000000001
"""
CLOZE = "Rye is a {1:grain}.\n^1700000000002\n"


def read(text: str, reading: Reading = BRACKET) -> Note:
    return parse(decode("A.md", text.encode()), reading)


def replaced(
    text: str,
    old: str,
    new: str,
    *changes: Change,
    at: str | None = None,
    reading: Reading = BRACKET,
) -> str:
    """What the proof says when `old` becomes `new`. at: the text that the finding marks."""
    before = read(text, reading)
    start = before.text.index(old)
    place = before.text.index(at) if at else start
    finding = Finding(Span(place, place + len(at or old)), "wrong; repair it")
    fix = Fix("Repair it", (Edit(Span(start, start + len(old)), new),), True, frozenset(changes))
    repair = Repair(Diagnostic("rule", "cards", Severity.ERROR, "A.md", finding), fix, "A.md")
    edits = Edits(before.text, [fix])
    after = parse(decode("A.md", repaired_content(before.source, edits)), reading)
    return harm(before, after, [repair], edits)


def test_words_in_no_card_may_change() -> None:
    assert not replaced(f"Some text.\n\n{CARD}", "text", "words")


def test_a_blank_line_above_an_id_deletes_a_note_in_anki() -> None:
    found = replaced(CLOZE, "\n^", "\n\n^")
    assert found == "the note 1700000000002 would be deleted in Anki"


def test_no_fix_may_mean_to_delete() -> None:
    assert "deleted" in replaced(CLOZE, "\n^", "\n\n^", "cards", "ids")


def test_a_card_that_loses_its_end_overwrites_the_next() -> None:
    second = CARD.replace("rye", "oat").replace("0001", "0003")
    found = replaced(f"{CARD}\n{second}", "<br>﹈<br>^1700000000001\n", "\n", "cards", "ids")
    assert found == "the note 1700000000003 would be overwritten in Anki"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("What is rye?", "What is oat?", 'the card "What is rye?" would change'),
        ("A grain", "A plant", 'the card "What is rye?" would change'),
        ("#card\n", "# card\n", 'the card "What is rye?" would'),
        ("^1700000000001", "^1700000000009", 'the card "What is rye?" would change'),
    ],
)
def test_cards_stay(old: str, new: str, expected: str) -> None:
    assert replaced(CARD, old, new).startswith(expected)


def test_a_fix_that_means_cards_may_change_the_card_that_it_touches() -> None:
    assert not replaced(CARD, "A grain", "A plant", "cards")


def test_it_may_not_change_another_card() -> None:
    other = CARD.replace("rye", "oat").replace("0001", "0003")
    text = f"{other}\n{CARD}"
    assert not replaced(text, "A grain", "A plant", "cards")
    # It edits the first card, and the second one is read otherwise.
    found = replaced(text, "⌂\n<br>﹈<br>^1700000000003\n\n﹇", "﹇", "cards", "ids")
    assert found


def test_a_fix_that_means_texts_keeps_which_cards_there_are() -> None:
    assert not replaced(CARD, "A grain", "A plant", "texts")
    assert replaced(CARD, "A grain", "⌂ grain\n⌂", "texts") == ""
    assert replaced(CARD, "A grain", "#card", "texts")


def test_clozes_stay() -> None:
    assert replaced(CLOZE, "{1:grain}", "{2:grain}").endswith("would change")
    assert not replaced(CLOZE, "{1:grain}", "{2:grain}", "cards")
    assert replaced(CLOZE, "{1:grain}", "grain").startswith("the card")


def test_bare_cards_stay() -> None:
    text = "What is rye? #card\nA grain.\n^1700000000001\n"
    assert replaced(text, "A grain.", "A grain.\n", reading=BARE)


def test_ids_stay() -> None:
    assert replaced("text ^1700000000001\n", "0001", "0002") == (
        "the id ^1700000000001 would change"
    )
    assert not replaced("text ^1700000000001\n", "0001", "0002", "ids", "names")


PROPERTIES = "---\ntitle: Rye\ntags:\n  - grain\n---\n\nText.\n"


def test_properties_stay() -> None:
    assert replaced(PROPERTIES, "Rye", "Oat") == 'the property "title" would change'
    assert not replaced(PROPERTIES, "Rye", "Oat", "frontmatter")


def test_a_fix_of_one_property_may_not_change_another() -> None:
    text = PROPERTIES.replace("title: Rye", "title: Rye\nup: x\nyear: 1")
    found = replaced(text, "title: Rye\nup: x", "title: Oat\nup: y", "frontmatter")
    assert not found  # it edits both
    text = "---\ntitle: &rye Rye\nyear: 1\nup: *rye\n---\n"
    found = replaced(text, "Rye", "Oat", "frontmatter")
    assert found == 'the property "up" would change'


def test_a_fix_may_not_make_the_properties_unreadable() -> None:
    found = replaced(PROPERTIES, "title: Rye\n", "title: [\n", "frontmatter")
    assert found == "Obsidian would drop all properties"


def test_a_frontmatter_that_could_not_be_read_may_say_anything_then() -> None:
    text = "---\ntitle: Rye: a grain\ntags:\n  - grain\n---\n"
    assert replaced(text, "Rye: a grain", '"Rye: a grain"').startswith("the property")
    assert not replaced(text, "Rye: a grain", '"Rye: a grain"', "frontmatter", "tags", at=text)


def test_a_deck_stays_unless_it_is_meant() -> None:
    text = f"---\ncards-deck: Grain::Rye\n---\n{CARD}"
    found = replaced(text, "Grain::Rye", "Grain", "frontmatter")
    assert found == 'the deck of the card "What is rye?" would change'
    assert not replaced(text, "Grain::Rye", "Grain", "frontmatter", "decks")


@pytest.mark.parametrize(
    ("text", "old", "new", "change", "expected"),
    [
        ("[[Rye]]\n", "Rye", "Oat", "links", 'the link to "Rye" would change'),
        ("#rye\n", "rye", "oat", "tags", 'the tag "rye" would change'),
        ("# Rye\n", "Rye", "Oat", "names", 'the heading "Rye" would change'),
        ("Text ^rye\n", "^rye", "^oat", "names", "the block id ^rye would change"),
        ("> [!note]\n", "note", "tip", "blocks", "the callout [!note] would change"),
        ("```py\nx\n```\n", "x", "y", "blocks", 'the code block "py" would change'),
        ("%% hidden %%\n", "hidden", "seen", "blocks", "the comment would change"),
        ("$$\nx\n$$\n", "x", "y", "blocks", "the math would change"),
        ("See [@rye].\n", "@rye", "@oat", "citations", "the citation @rye would change"),
    ],
)
def test_facts_stay_unless_they_are_meant(
    text: str, old: str, new: str, change: Change, expected: str
) -> None:
    text = f"Before.\n\n{text}\nBehind.\n"
    assert replaced(text, old, new) == expected
    assert not replaced(text, old, new, change)


def test_a_card_in_a_comment_can_be_repaired() -> None:
    text = f"%%\n{CARD.replace('#card', '#card ')}%%\n"
    assert not replaced(text, "#card ", "#card", "cards")
    assert "comment" in replaced(text, "%%\n﹇", "\n﹇", "cards")
    assert "comment" in replaced(text, "A grain", "%% A grain", "cards", "texts")


def test_what_is_lost_and_what_appears_is_said() -> None:
    assert replaced("[[Rye]]\n", "[[Rye]]", "Rye") == 'the link to "Rye" would be lost'
    assert replaced("Rye\n", "Rye", "[[Rye]]") == 'a link to "Rye" would appear'


def test_a_related_place_may_change_too() -> None:
    before = read("[[Rye]] [[Oat]]\n")
    finding = Finding(Span(8, 15), "wrong", (Related(Span(0, 7), "here"),))
    for changes in (frozenset[Change](), frozenset[Change]({"links"})):
        fix = Fix("Swap", (Edit(Span(0, 15), "[[Oat]] [[Oat]]"),), True, changes)
        repair = Repair(Diagnostic("r", "links", Severity.ERROR, "A.md", finding), fix, "A.md")
        after = read("[[Oat]] [[Oat]]\n")
        assert bool(harm(before, after, [repair], Edits(before.text, [fix]))) is not bool(changes)


# --- errors


def error(
    rule: str, family: str = "cards", severity: Severity = Severity.ERROR, at: int = 90
) -> Diagnostic:
    finding = Finding(Span(at, at), "wrong; repair it")
    return Diagnostic(rule, family, severity, "A.md", finding)


def test_an_error_more_is_new() -> None:
    assert not new_errors([error("a")], [error("a")], None)
    assert new_errors([error("a")], [error("a"), error("a")], None) == "a"
    assert new_errors([error("a")], [error("b")], None) == "b"
    assert not new_errors([], [error("a", severity=Severity.WARNING)], None)


def test_a_link_that_a_table_broke_may_lead_nowhere() -> None:
    broken, dead = error("table-breaks-link", "links"), error("unresolved-link", "links")
    assert not new_errors([broken], [dead], None)
    assert new_errors([broken], [dead, dead], None) == "unresolved-link"
    assert new_errors([], [dead], None) == "unresolved-link"


def test_what_is_wrong_in_properties_that_nobody_could_read_is_not_new() -> None:
    found = [error("missing-property", "frontmatter"), error("unresolved-link", "links", at=20)]
    assert new_errors([], found, None) == "missing-property"
    assert not new_errors([], found, Span(0, 40))
    assert new_errors([], [error("unresolved-link", "links")], Span(0, 40)) == "unresolved-link"
    assert new_errors([], [error("invalid-frontmatter", "frontmatter")], Span(0, 40))
    assert new_errors([], [error("unclosed-card")], Span(0, 40))


def test_what_was_hidden_by_another_fault_of_the_block_is_not_new() -> None:
    invalid, twice = error("invalid-frontmatter"), error("duplicate-property")
    assert not new_errors([invalid], [twice], None)
    assert new_errors([invalid], [twice, twice], None) == "invalid-frontmatter"
