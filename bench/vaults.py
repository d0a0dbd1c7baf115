"""Vaults of a student, of any size, to measure on: `python -m bench.vaults DIR --notes N`.

The shares of cards, fences, links and so on are those of a real study vault: per 5,000 bytes some
8 cards, half a cloze paragraph, 4 fences, 5 headings, 16 tags, 23 code spans and 2 formulas. The
same notes and seed make the same bytes; a vault of more notes begins with the notes of a smaller
one, but for the last chapter. About one note in fifty has a fault.
"""

from __future__ import annotations

import argparse
import json
import math
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from random import Random
from struct import pack

from bench.words import (
    ADJECTIVES,
    ADVERBS,
    AREAS,
    CHAPTERS,
    CODE,
    CODE_SHARES,
    EMOJI,
    FACES,
    FORMULAS,
    ICONS,
    JOINTS,
    LINKING,
    NOUNS,
    OTHER_LANGUAGES,
    SUBJECTS,
    TEACHERS,
    VERBS,
)

MEDIAN_BYTES, LARGEST_BYTES = 2700, 60_000  # of a note
_SIGMA = 1.1  # of the logarithms of sizes
_ROOT = "vault"  # the folder that holds all notes, as paths of links name it
_FIRST_ID = 1_650_000_000_000  # milliseconds, as in ids that Anki gives
_IDS_PER_NOTE = 100_000
_REACH = 400  # notes: a note links to one of so many before it
_FAULTS = 50  # one note in so many has one
_SENTENCES = 1500  # of a language; notes pick from them


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note stands. path: in the vault. previous, next: neighbours in its chain.

    kind: "contents" lists the `listed` notes of its chapter, "study" is in a chain, "loose" is not.
    """

    number: int
    path: str
    title: str
    kind: str
    language: str
    previous: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def write_vault(folder: Path, notes: int, seed: int = 0) -> int:
    """Writes a vault of so many notes into a new or empty folder; the bytes of its notes.

    The templates, images and settings of the vault come on top.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if next(folder.iterdir(), None) is not None:
        raise FileExistsError(f"{folder} is not empty")
    written = 0
    for path, content in vault_files(notes, seed):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        written += len(content) if path.endswith(".md") else 0
    return written


def vault_files(notes: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """All files of a vault, as path and content."""
    for path, settings in _SETTINGS.items():
        yield f".obsidian/{path}", json.dumps(settings, indent=2).encode()
    for name, text in _TEMPLATES.items():
        yield f"templates/{name}.md", text.encode()
    images = tuple(f"assets/images/Pasted image {20230815100000 + 37 * i}.png" for i in range(40))
    for image in images:
        yield image, _png()
    sentences = {language: _sentences(language, seed) for language in ("English", *OTHER_LANGUAGES)}
    places = tuple(_places(notes, seed))
    paths = tuple(place.path for place in places)
    for place in places:
        page = _Page(place, Random(f"{seed}/{place.number}"), sentences, paths, images)
        yield place.path, page.text().encode()


# --- where the notes stand


def _places(notes: int, seed: int) -> Iterator[Place]:
    """Subjects of some chapters each, a chapter being a chain of notes, and loose notes between."""
    numbers = iter(range(notes))
    for subject in count():
        random = Random(f"{seed}/subject/{subject}")
        name = SUBJECTS[subject % len(SUBJECTS)]
        volume = subject // len(SUBJECTS)
        title = f"{random.choice(EMOJI)} {name}" + (f" {volume + 1}" if volume else "")
        folder = f"{_ROOT}/{random.choice(AREAS)}/📚 Educational Resource/{title}"
        language = "English"
        if random.random() < 0.08:
            language = random.choice(sorted(OTHER_LANGUAGES))
        lessons = count()
        for chapter, word in enumerate(random.sample(CHAPTERS, random.randint(3, 9))):
            taken = list(islice(numbers, random.randint(5, 22)))
            if taken:
                where = f"{folder}/{chapter}. {word}"
                yield from _chapter(taken, lessons, where, language, random)
        taken = list(islice(numbers, random.randint(4, 24)))
        for number in taken:
            loose = f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {number}".capitalize()
            yield Place(number, f"{folder}/🗒️ {loose}.md", f"🗒️ {loose}", "loose", language)
        if not taken:
            return


def _chapter(
    numbers: list[int], lessons: Iterator[int], folder: str, language: str, random: Random
) -> Iterator[Place]:
    """A list of contents, and lessons that are counted through all chapters of the subject."""
    name = folder.rpartition("/")[2]
    titles = [f"{name} ∋ Table of Contents"]
    is_guide = random.random() < 0.1
    for at, lesson in zip(range(1, len(numbers)), lessons, strict=False):
        words = f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)}"
        part = f"Part {at}꞉ {words}" if is_guide else f"{lesson:03}. {words}"
        titles.append(f"{part} {random.choice(FACES)}" if random.random() < 0.7 else part)
    paths = [f"{folder}/{title}.md" for title in titles]
    for at, (number, title) in enumerate(zip(numbers, titles, strict=True)):
        yield Place(
            number,
            paths[at],
            title,
            "study" if at else "contents",
            language,
            tuple(paths[max(at - 1, 0) : at]),
            tuple(paths[at + 1 : at + 2]),
            () if at else tuple(paths[1:]),
        )


# --- sentences


def _sentences(language: str, seed: int) -> tuple[str, ...]:
    """Sentences of 5 to 30 words, with code spans, emphasis and formulas in some of them."""
    random = Random(f"{seed}/sentences/{language}")
    return tuple(_sentence(language, random) for _ in range(_SENTENCES))


def _sentence(language: str, random: Random) -> str:
    if language == "English":
        words = _clause(random)
        while random.random() < 0.35:
            words += [random.choice(JOINTS), *_clause(random)]
    else:
        words = random.choices(OTHER_LANGUAGES[language], k=random.randint(5, 18))
    for at, word in enumerate(words):
        chance = random.random()
        if chance < 0.045:
            words[at] = f"`{word}{random.choice(('', '()', '_id', '[i]'))}`"
        elif chance < 0.055:
            mark = random.choice(("**", "_", "*", "**"))
            words[at] = f"{mark}{word}{mark}"
        elif chance < 0.061:
            words[at] = f"${random.choice(FORMULAS)}$"
        elif chance < 0.064:
            words[at] = f"“{word}”"
        elif chance < 0.072:
            words[at] = f"{word},"
    text = " ".join(words)
    return text[0].upper() + text[1:] + random.choice((".", ".", ".", ".", ".", "…", "!"))


def _clause(random: Random) -> list[str]:
    words = [random.choice(LINKING), random.choice(ADJECTIVES), random.choice(NOUNS)]
    if random.random() < 0.4:
        words.append(random.choice(ADVERBS))
    words += [random.choice(VERBS), random.choice(LINKING)]
    if random.random() < 0.5:
        words.append(random.choice(ADJECTIVES))
    return [*words, random.choice(NOUNS)]


# --- one note


class _Page:
    """Writes one note. What it draws is settled by the note's number and the seed."""

    def __init__(
        self,
        place: Place,
        random: Random,
        sentences: Mapping[str, tuple[str, ...]],
        paths: tuple[str, ...],
        images: tuple[str, ...],
    ) -> None:
        self.place = place
        self.random = random
        self.sentences = sentences[place.language]
        self.near = paths[max(place.number - _REACH, 0) : place.number + 1]
        self.images = images
        self.ids = count(_FIRST_ID + place.number * _IDS_PER_NOTE, 6)

    def text(self) -> str:
        """The note."""
        random, place = self.random, self.place
        wanted = MEDIAN_BYTES * math.exp(random.gauss(0, _SIGMA))
        if place.kind == "loose" and random.random() < 0.1:
            return ""
        if place.kind == "loose" and random.random() < 0.3:
            parts = []  # jotted down: neither properties nor a heading
        else:
            parts = [self._frontmatter(), f"# {place.title}", "---", self._abstract(), "---"]
        if place.kind != "loose":
            parts += [self._neighbours("Previous", place.previous), "---"]
        if place.listed:
            parts.append(self._contents())
        kinds, weights = zip(*_BLOCKS.items(), strict=True)
        size = sum(len(part.encode()) for part in parts)
        fault = random.choice(_FAULTY) if random.random() < 1 / _FAULTS else None
        while size < min(wanted, LARGEST_BYTES):
            block = random.choices(kinds, weights)[0](self)
            parts.append(block)
            size += len(block.encode()) + 2
        if fault is not None:
            parts.append(fault(self))
        if place.kind != "loose":
            parts += ["---", self._neighbours("Next", place.next), "---"]
        return "\n\n".join(parts) + "\n"

    # --- its head and foot

    def _frontmatter(self) -> str:
        random, place = self.random, self.place
        folders = place.path.removesuffix(".md").split("/")[1:]
        tag = "/".join(_slug(part) for part in folders)
        day = f"{random.randint(2021, 2023)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        lines = ["---", f"title: {place.title}"]
        if random.random() < 0.2:
            lines += ["aliases:", f"  - {self._words(2)}"]
        lines += ["authors:", f"  - {random.choice(TEACHERS)}"]
        lines += [f"created: {day}T{random.randint(8, 22):02}:{random.randint(0, 59):02}"]
        lines += [f"updated: 2024-{random.randint(1, 12):02}-{random.randint(1, 28):02}T17:42"]
        lines += ["tags:", f"  - {tag}", f"  - {self._subject_tag()}", "  - study-note"]
        lines += [f"  - {_slug(word)}" for word in random.sample(NOUNS, random.randint(0, 3))]
        lines += [f'cards-deck: "{"::".join(folders)}"', "---"]
        return "\n".join(lines)

    def _abstract(self) -> str:
        word = self.random.choice(("abstract", "ABSTRACT", "abstract"))
        return f"> [!{word}]+\n> {self._external_link()}"

    def _neighbours(self, word: str, paths: tuple[str, ...]) -> str:
        items = [f"> - {_markdown_link(path)}" for path in paths] or ["> -"]
        return "\n".join([f"> [!info]+\n> **{word} Note(s)**:", *items])

    def _contents(self) -> str:
        items = [f"\t- {_markdown_link(path)}" for path in self.place.listed]
        return "\n".join(["## :FasListOl: Table of Contents\n\n- **Notes**", *items])

    # --- its blocks

    def _card(self) -> str:
        random = self.random
        tag = random.choices(("#card", "#card-reverse"), (9, 1))[0]
        if random.random() < 0.55:
            tag += f" #{self._subject_tag()}"
        question, answer = self._question(), self._answer()
        end = f"<br>﹈<br>^{next(self.ids)}" if random.random() < 0.96 else "<br>﹈<br>"
        return f"﹇<br>\n{question}\n\n{tag} \n\n{answer}\n\n⌂\n{end}"

    def _bare_card(self) -> str:
        question, answer = self._question(), self._sentence()
        return f"{question}\n#card\n{answer}\n^{next(self.ids)}"

    def _cloze(self) -> str:
        one, two, three = (self._words(self.random.randint(2, 6)) for _ in range(3))
        return f"To {one}, the {{1:{two}}} is {{2:{three}}} here.\n^{next(self.ids)}"

    def _heading(self) -> str:
        random = self.random
        icon = f"{random.choice(ICONS)} " if random.random() < 0.4 else ""
        return f"{'#' * random.choice((2, 2, 3, 4))} {icon}{self._words(3).capitalize()}"

    def _paragraph(self) -> str:
        random = self.random
        sentences = random.sample(self.sentences, random.choices((1, 2, 3, 5), (5, 4, 2, 1))[0])
        chance = random.random()
        if chance < 0.05:
            path = random.choice(self.near)
            name = path.rpartition("/")[2].removesuffix(".md")
            wiki = f"[[{path.removesuffix('.md')}|{name}]]"
            sentences.append(f"See {random.choice((wiki, _markdown_link(path)))}.")
        elif chance < 0.12:
            sentences.append(f"Compare {self._external_link()}.")
        elif chance < 0.16:
            sentences.append(f"#{random.choice(NOUNS)}/{random.choice(NOUNS)}")
        return " ".join(sentences)

    def _list(self) -> str:
        random = self.random
        lines: list[str] = []
        for at in range(random.randint(2, 6)):
            mark = "- " if random.random() < 0.6 else f"{at + 1}. "
            if lines:
                mark = "- " if lines[0].startswith("- ") else f"{at + 1}. "
            lines.append(mark + self._sentence())
            if random.random() < 0.2:
                lines += [f"\t- {self._sentence()}", f"\t- {self._sentence()}"]
        return "\n".join(lines)

    def _fence(self) -> str:
        random = self.random
        language = random.choices(tuple(CODE_SHARES), tuple(CODE_SHARES.values()))[0]
        names = (random.choice(NOUNS), random.choice(NOUNS), random.choice(NOUNS).capitalize())
        code = random.choice(CODE[language]).format(*names, random.randint(1, 99))
        return f"```{language}\n{code}\n```"

    def _formula(self) -> str:
        return f"$$\n{self.random.choice(FORMULAS)} + {self.random.choice(FORMULAS)}\n$$"

    def _callout(self) -> str:
        kind = self.random.choice(("note", "info", "warning", "tip", "example"))
        lines = [f"> [!{kind}]+ {self._words(3).capitalize()}", self._sentence(), self._sentence()]
        return "\n> ".join(lines)

    def _table(self) -> str:
        rows = [f"| {self._words(1)} | {self._words(2)} | {self.random.randint(1, 999)} |"]
        rows += [f"| {self._words(2)} | `{self._words(1)}` | 1 |" for _ in range(4)]
        return "\n".join([rows[0], "| --- | --- | ---: |", *rows[1:]])

    def _image(self) -> str:
        return f"![[{self.random.choice(self.images)}|500]]"

    def _tasks(self) -> str:
        return "\n".join(f"- [{self.random.choice(' x')}] {self._sentence()}" for _ in range(3))

    def _footnote(self) -> str:
        number = self.random.randint(1, 10**6)
        return f"{self._sentence()}[^{number}]\n\n[^{number}]: {self._sentence()}"

    # --- its faults

    def _dead_link(self) -> str:
        return f"See [[{self._words(3).capitalize()} {self.place.number}]]."

    def _frozen_fence(self) -> str:
        return "```python\nprint(1)\n``` "

    def _unclosed_card(self) -> str:
        return f"﹇<br>\n{self._question()}\n\n#card\n\n{self._answer()}"

    def _wrong_braces(self) -> str:
        return f"To {{1:{self._words(2)}}}, the {{c2::{self._words(2)}}} is here."

    # --- its words

    def _sentence(self) -> str:
        return self.random.choice(self.sentences)

    def _words(self, number: int) -> str:
        adjectives = self.random.choices(ADJECTIVES, k=number - 1)
        return " ".join([*adjectives, self.random.choice(NOUNS)])

    def _question(self) -> str:
        random = self.random
        start = random.choice(("What is", "Why is there", "How does one use", "When is"))
        question = f"{start} the {self._words(3)} of `{random.choice(NOUNS)}`"
        if random.random() < 0.3:
            question += f" in **{self._words(2)}**"
        if random.random() < 0.16:
            return f"{question}?\n\n{self._fence()}"
        return f"{question}?"

    def _answer(self) -> str:
        kinds, weights = zip(*_ANSWERS.items(), strict=True)
        blocks = self.random.choices(kinds, weights, k=self.random.choice((1, 1, 1, 2, 2)))
        return "\n\n".join(block(self) for block in blocks)

    def _external_link(self) -> str:
        words = self._words(2)
        return f"[{words.capitalize()} | Lectures](https://example.org/{_slug(words)}/)"

    def _subject_tag(self) -> str:
        subject = _slug(self.random.choice(SUBJECTS))
        return f"🔴-academic/📚-educational-resource/discipline/{subject}"


# How often each kind of block stands in a note, against the others.
_BLOCKS: Mapping[Callable[[_Page], str], float] = {
    _Page._card: 60,
    _Page._heading: 32,
    _Page._paragraph: 12,
    _Page._list: 5,
    _Page._cloze: 4,
    _Page._bare_card: 5,
    _Page._fence: 4,
    _Page._callout: 2,
    _Page._formula: 2,
    _Page._table: 1.5,
    _Page._image: 2,
    _Page._tasks: 0.5,
    _Page._footnote: 0.5,
}
_ANSWERS: Mapping[Callable[[_Page], str], float] = {
    _Page._paragraph: 60,
    _Page._fence: 24,
    _Page._list: 12,
    _Page._image: 3,
    _Page._formula: 1,
    _Page._table: 0.5,
}
_FAULTY = (_Page._dead_link, _Page._frozen_fence, _Page._unclosed_card, _Page._wrong_braces)

_SETTINGS: Mapping[str, object] = {
    "app.json": {"useMarkdownLinks": True, "newLinkFormat": "absolute"},
    "community-plugins.json": ["dataview", "flashcards-obsidian", "templater-obsidian"],
    "core-plugins.json": ["file-explorer", "global-search", "backlink", "templates"],
    "templates.json": {"folder": "templates"},
    "types.json": {"types": {"created": "datetime", "updated": "datetime", "tags": "tags"}},
}
_TEMPLATES: Mapping[str, str] = {
    "Template {{Study note}}": '---\ntitle: "{{title}}"\ntags:\n  - study-note\n---\n',
    "Template {{Card}}": "﹇<br>\n{{question}}\n\n#card\n\n{{answer}}\n\n⌂\n<br>﹈<br>\n",
}


def _slug(text: str) -> str:
    """The text as part of a tag."""
    return text.lower().replace("꞉", "").replace(".", "").replace(" ", "-")


def _markdown_link(path: str) -> str:
    name = path.rpartition("/")[2].removesuffix(".md")
    return f"[{name}]({path.replace(' ', '%20')})"


def _png() -> bytes:
    """A picture of one grey pixel."""
    chunks = (
        (b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def main() -> None:
    """Writes a vault to the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench.vaults", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="a new or empty folder")
    parser.add_argument("--notes", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)
    call = parser.parse_args()
    written = write_vault(call.folder, call.notes, call.seed)
    print(f"{call.notes} notes, {written / 1e6:.1f} MB in {call.folder}")


if __name__ == "__main__":
    main()
