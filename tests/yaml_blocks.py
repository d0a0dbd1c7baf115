"""YAML texts as frontmatter holds them: by hand, and made by chance from a fixed seed."""

from __future__ import annotations

import random

VALUES = (
    "x", "Foo bar", "2023-11-02", "2023-11-02T17:09", "12:30:00", "007", "1_000", "1e3", "0x1F",
    "0o17", "yes", "No", "true", "TRUE", "tRUE", "~", "null", "", "-1", "+1", ".inf", "-.INF",
    ".nan", "1.", ".5", "a#b", "a #b", "#c", "Foo: Bar", "Foo:", "a:b", "https://a.example/c?d=e",
    "@x", "`x`", "%x", "*b*", "**b**", "*x", "&x", "&x y", "!x", "!x y", "!!str 1", "!!int 3",
    "!!int x", "[[A]]", "[[A]], [[B]]", "[[A]] and", "[[A|b]]", "[[A#h]]", "[[A #h]]", "{{date}}",
    "{{date:YYYY-MM-DD}}", "{{title}} x", "<% x %>", "<% a: b %>", "[a, b]", "[a, b", "[a, b,]",
    "[#a, b]", "[a, #b]", "[ a , 'b' ]", "[a b]", "[a:b, c]", "[]", "{}", "[ ]", "{a: 1}",
    "{a: 1, b: [c]}", "{a}", "{a, b}", "'x'", "'it''s'", "'it's'", "'x' y", '"x"', '"x" y',
    '"a\\d"', '"a\\n"', '"\\x4"', '"\\u00e9"', '"a', "'a", "'a' # c", '"a"#c', "- a", "? a", "-",
    "?", "a -", "a,b", "]", "}", ",", "|", "> q", "|-", ">-", "|2", "🥖 émile", "x\ty", "\tx",
    "x\t", "x ", "$x$", "\\x", "a\u2028b", "a\x85b", "a\ufeffb", "a\x01b", "a\u00a0b", "=", "<<",
    "(a: b)", "a; b", "🔴 A::B::C", "A::B: c", "1. Two Sum", "[x] y", '"[[A]]"',
    '"[[A]]", "[[B]]"', '["[[A]]", "[[B]]"]', "mailto:a@b.example", "a & b", "a * b", "!", "&",
    "*", "a | b", "'", '"', "''", '""', "2023-11-02 17:09", "C#", "C++", "#", "{", "[", "a]", "a}",
    "12345678901234567890", "99999999999999999999999999999999", "1e999", "-0", "0.1", "--", "--- a",
)  # fmt: skip

BLOCKS = (
    "", "\n", "\t\n", " \n", "# c\n", "~\n", "null\n", "x\n", "- x\n", "-\n", "[[A]]\n", "a:1\n",
    "a:1\nb: 2\n", "b: 2\na:1\n", "b: 2\nfoo\n", "b: 2\nfoo\nc: 3\n", "a : 1\n", "a :1\n",
    '{"a": 1}\n', '{"a": 1, "b": [true,],}\n', "{a: 1}\nb: 2\n", '"a": 1\n', '"a":1\n', "'a' : 1\n",
    "a: 1\na: 2\n", "a: 1\n'a': 2\n", "A: 1\na: 2\n", "1: a\n'1': b\n", "1: a\n1.0: b\n",
    "~: a\nnull: b\n", "true: a\nTrue: b\n", "a:\n  b: 1\n  b: 2\n", "a: {b: 1, b: 2}\n",
    "<<: {a: 1}\n", "<<: 1\n<<: 2\n", "a: &x\n  b: 1\nc:\n  <<: *x\n", "a: &x 1\nb: *x\n",
    "a: *x\nb: &x 1\n", "a: [&x b, *x]\n", "a: 1\n...\n", "a: 1\n...\nb: 2\n", "a: 1\n... \n# c\n",
    "a:\n- b\n- c\n", "a:\n  - b\n  - c\n", "a:\n  - b\n - c\n", "a:\n  - b\n c: 1\n",
    "a:\n    b: 1\n  c: 2\n", "a:\n  b: 1\n   c: 2\n", "a: b\n  c: d\n", "a: b\n  c\n",
    "a: b\nc\n", "a: b\n- c\n", "- a\nb: 1\n", "  a: 1\n  b: 2\n", "  a: 1\nb: 2\n",
    "a: 1\n  b: 2\n", "\ta: 1\n", "a:\n\t- b\n", "a:\n\tb: 1\n", "a:\tb\n", "a: \tb\n",
    "a: 1\n\t\nb: 2\n", "a: 1\n\t# c\nb: 2\n", "a: 1\t# c\n", "a:\n  -\tb\n", "a:\n  - \tb\n",
    'a: "x\ny"\n', 'a: "x\n y"\n', 'a: "x\n\n  y"\n', "a: 'x\ny'\n", "a: 'x\n  y'\n",
    "a:\n  - 'x\n  y'\n", "a:\n  - 'x\n   y'\n", "a: [\nb\n]\n", "a: [\n  b\n]\n", "a: [\n]\n",
    "a: [b,\n  c\n  ]\n", "a: [b,\nc]\n", "a: {\n  b: 1\n}\n", "a: {\nb: 1\n}\n",
    "a: [ # c\n  b]\n", "a: [b\n# c\n  , d]\n", "a: [b, 'c\n  d']\n", "a: |\n  x\n y\n",
    "a: |\n  x\n\n  y\n",
    "a: >\n  x\n  y\n\n  z\n", "a: >\n  x\n    y\n  z\n", "a: |+\n  x\n\nb: 1\n", "a: |2\n   x\n",
    "a: |-\n  x: y\n  # z\nb: 1\n", "a: |\nb: 1\n", "a: >-\n\n  x\n", "a:\n\n\n  b: 1\n",
    "a:\n# c\n  b: 1\n", "a: # c\n  b\n", "a:\n  - b: 1\n    c: 2\n  - d\n",
    "a:\n  - - b\n    - c\n", "a:\n  -\n    b: 1\n", "a:\n  -\n  - b\n", "a: 1\r\nb: 2\r\n",
    "a: |\r\n  x\r\n  y\r\n",
    'a: "x\r\n  y"\r\n', "a: 1\rb: 2\r", "? a\n: b\n", "a: [? b]\n", "[a, b]: c\n", "{a}: b\n",
    "{{a}}: b\n", "a: {[b]: c}\n", "a: {b: c: d}\n", 'a: {"b":c}\n', "a: [b: c]\n",
    "a: [b: c, d]\n", "a: [b, , c]\n", "a: [, b]\n", "a: [-]\n", "a: [- b]\n", "a: [-b]\n",
    "a: b: c: d\n",
    "a: 'b': c\n", "a: - b\n", "a: -\nb: 1\n", "a:\n  - -\n", "@a: 1\n", "`a`: 1\n", "%a: 1\n",
    "%YAML 1.2\n", "&a b: 1\n", "*a : 1\n", "!a b: 1\n", "a: !b!c d\n", "a: !<tag:x> b\n",
    "date: 2023-01-01\ndate: 2023-01-02\n", "x y z: 1\n", "a.b: 1\n", "Ä-ö_1: 1\n", "🥖: 1\n",
    '"\\ud83c\\udfb4": "\\U0000d83d\\ude00 \\uD83E\\uDD56"\n',
    "a: 1 \nb: 2\t\n", "a: b # c\n# d\n\ne: f\n", "a" * 1030 + ": 1\n", "a: 1\n\n\n\nb: 2\n",
)  # fmt: skip

_KEYS = ("title", "tags", "a", "b", "aliases", "cards-deck", "created", "x y", "up", "'q'", "🥖")
_MARKS = tuple(" \n\t:#-'\"[]{},&*!|>%@`ax")


def by_hand() -> list[str]:
    """Every block, and every value as a property, as an item and in brackets."""
    shapes = ("a: {}\nb: 1\n", "a:\n  - {}\n  - x\n", "a: [{}, x]\n")
    return [*BLOCKS, *(shape.replace("{}", value) for value in VALUES for shape in shapes)]


def by_chance(count: int, seed: int) -> list[str]:
    """So many blocks; the same for the same seed."""
    chance = random.Random(seed)
    return [_block(chance) for _ in range(count)]


def _block(chance: random.Random) -> str:
    parts = [_property(chance) for _ in range(chance.randint(1, 5))]
    text = "".join(parts)
    if chance.random() < 0.25:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(_MARKS) + text[at + chance.randint(0, 1) :]
    if chance.random() < 0.1:
        text = text.replace("\n", "\r\n")
    # Three dashes at the start of a line would close the frontmatter.
    text = text.replace("\n---", "\n--").removeprefix("---")
    return text if text.endswith("\n") else text + "\n"


def _property(chance: random.Random) -> str:
    key = chance.choice(_KEYS) + chance.choice(("", "", str(chance.randint(0, 9))))
    value = chance.choice(VALUES)
    indent = " " * chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 2))
    match chance.randint(0, 9):
        case 0 | 1 | 2 | 3 | 4:
            return f"{indent}{key}: {value}\n"
        case 5 | 6:
            below = " " * chance.choice((0, 2, 2, 4))
            items = [f"{below}- {chance.choice(VALUES)}\n" for _ in range(chance.randint(0, 3))]
            return f"{indent}{key}:\n" + "".join(items)
        case 7:
            lines = [" " * chance.randint(0, 3) + f"{chance.choice(VALUES)}\n" for _ in range(2)]
            return f"{key}: {chance.choice(('|', '>', '|-', '>-'))}\n" + "".join(lines)
        case 8:
            quote = chance.choice("'\"")
            blanks = " " * chance.randint(0, 3)
            return f"{indent}{key}: {quote}a\n{blanks}b{quote}\n"
        case _:
            inner = "".join(f"  {chance.choice(_KEYS)}: {v}\n" for v in (value, "c"))
            return f"{indent}{key}:\n{inner}"
