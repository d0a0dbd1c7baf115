"""UTF-8 that was read as Shift JIS: what comes back, what is lost, and that clean text is clean."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sentences import CLEAN
from tests.test_mojibake_fix import fixed
from tests.test_mojibake_pages import outcome, partly
from vaultlint.text.mojibake import misread, mojibake
from vaultlint.text.shift_jis import _next_suspected, stretches

ENCODING = "cp932"


def damaged(text: str) -> str:
    return misread(text, ENCODING)


def damaged_by_windows(text: str) -> str:
    """As a program does that writes ・ for what it cannot read, and takes whole pairs for it."""
    content = text.encode()
    read = ""
    here = 0
    while here < len(content):
        byte = content[here]
        is_pair = 0x81 <= byte <= 0x9F or byte >= 0xE0
        part = content[here : here + 1 + is_pair]
        try:
            read += "\xa0" if byte == 0xA0 else part.decode(ENCODING)
        except UnicodeDecodeError:
            read += "・"
            part = part[:1] if part[-1] < 0x40 else part
        here += len(part)
    return read


PROGRAMS = {"U+FFFD": damaged, "middle dot": damaged_by_windows}


def is_lossless(text: str) -> bool:
    return "\ufffd" not in damaged(text) and "・" not in damaged(text)


# --- what comes back


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        pytest.param(
            "It窶冱 a cafﾃｩ, isn窶冲 it? It窶冱", "It’s a café, isn’t it? It’s", id="English"
        ),
        pytest.param("Grﾃｶﾃ歹, Kﾃ､se ﾃｼber ﾃ僕", "Größe, Käse über Öl", id="taken letters"),
        pytest.param("\ue05e嫌 a", "🌙 a", id="emoji"),
        pytest.param("譌･譛ｬ隱槭〒縺吶°", "日本語ですか", id="Japanese"),
        pytest.param("ﾎｼﾎｱﾎｸﾎｷﾎｼﾎｱﾏЮｹ", None, id="Greek, damaged further"),
    ],
)
def test_read(found: str, meant: str | None) -> None:
    repair = mojibake(found)
    assert (repair and repair.text) == meant


@pytest.mark.parametrize("language", sorted(CLEAN))
def test_words_without_loss_come_back_exactly(language: str) -> None:
    chance = random.Random(language)
    words = {word for sentence in CLEAN[language] for word in sentence.split()}
    lossless = sorted(word for word in words if is_lossless(f"{word}\n"))
    for _ in range(20 if lossless else 0):
        chosen = chance.sample(lossless, min(12, len(lossless)))
        text = "".join(f"- {word}\n" for word in chosen)
        found = mojibake(damaged(text))
        if found is not None:
            assert (found.text, found.lost) == (text, 0)


# Of the characters beyond ASCII those that come back, in notes of sentences, whichever sign a
# program writes for what it loses: the share that is reached, rounded down.
SHARES = {
    "Arabic": 0.52,
    "Belarusian": 0.58,
    "Bulgarian": 0.79,
    "Chinese": 0.75,
    "Czech": 0.94,
    "Danish": 0.7,
    "English": 0.73,
    "French": 0.96,
    "German": 0.82,
    "Greek": 0.73,
    "Hebrew": 0.82,
    "Hindi": 0.82,
    "Hungarian": 0.78,
    "Icelandic": 0.83,
    "Italian": 0.88,
    "Japanese": 0.65,
    "Korean": 0.35,
    "Latvian": 0.74,
    "Lithuanian": 0.6,
    "Polish": 0.53,
    "Portuguese": 0.7,
    "Romanian": 0.66,
    "Russian": 0.77,
    "Science": 0.65,
    "Serbian": 0.84,
    "Signs": 0.73,
    "Spanish": 0.89,
    "Swedish": 0.45,
    "Thai": 0.81,
    "Turkish": 0.92,
    "Ukrainian": 0.74,
    "Vietnamese": 0.7,
}
# Of 30 notes; three or fewer characters beyond ASCII are no evidence.
DETECTED = {"English": 26}


def sentences(language: str, count: int) -> list[str]:
    chance = random.Random(language)
    return [
        "# {}\n\n- {}\n- {}\n\n{} {}\n".format(*chance.choices(CLEAN[language], k=5))
        for _ in range(count)
    ]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", sorted(CLEAN))
def test_notes_are_detected_and_most_characters_come_back(language: str, program: str) -> None:
    notes = sentences(language, 30)
    found = [mojibake(PROGRAMS[program](text)) for text in notes]
    detected = sum(each is not None for each in found)
    meant: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for text, each in zip(notes, found, strict=True):
        here = Counter(character for character in text if not character.isascii())
        meant += here
        back += here & Counter(each.text if each else "")
    share = back.total() / meant.total()
    assert detected >= DETECTED.get(language, 30)
    assert share >= SHARES[language]


@pytest.mark.parametrize("language", sorted(CLEAN))
def test_clean_lines_beside_damaged_ones_stay(language: str) -> None:
    chance = random.Random(language)
    for text in sentences(language, 20):
        assert outcome(text, partly(chance, text, ENCODING)) != "harmed"


@pytest.mark.parametrize(
    ("first", "text"), [("cp1252", "Käse, Gäste"), ("mac-roman", "Käse, Äpfel")]
)
def test_damaged_twice(first: str, text: str) -> None:
    found = mojibake(damaged(misread(text, first)))
    assert found is not None
    assert (found.text, found.rounds) == (text, (ENCODING, first))


@given(st.text())
def test_a_repair_is_lossless(text: str) -> None:
    broken = damaged(text.encode("utf-8", "replace").decode())
    found = mojibake(broken)
    if found is None or found.rounds != (ENCODING,):
        return
    ends = [found.origins[at] for at in range(len(found.text) + 1)]
    assert ends == sorted(ends)
    assert ends[-1] == len(broken)
    for stretch in stretches(broken):
        if not stretch.lost:
            assert damaged(stretch.meant) == broken[stretch.start : stretch.end]


def test_places_are_those_of_the_file() -> None:
    found = mojibake("a Grﾃｶﾃ歹, Kﾃ､se ﾃｼber z")
    assert found is not None
    assert found.text == "a Größe, Käse über z"
    # "歹" is the last byte of "ß" and the "e".
    assert [found.origins[at] for at in range(10)] == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]
    assert (found.span.start, found.span.end) == (4, 8)


# --- the fix


@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=repr)
def test_the_note_that_it_was(line_break: str) -> None:
    text = "# Käse\n\nGrüße für Öl, it’s übel\n\n- plain\n".replace("\n", line_break)
    assert fixed(damaged(text).encode()) == (text.encode(), True)


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_lost_makes_it_unsafe(program: str) -> None:
    content = PROGRAMS[program]("今日はいい天気です。\nまた明日！\n").encode()
    repaired, is_safe = fixed(content)
    assert not is_safe
    assert repaired.decode().startswith("今日は")
    assert "�" in repaired.decode()


@pytest.mark.parametrize(("meant", "other"), [("凛", "偿"), ("釜", "遾"), ("避", "釛")])
def test_what_may_be_another_character_makes_it_unsafe(meant: str, other: str) -> None:
    # The first byte of both goes with the last of ß, and ∩ or ∪ is left of either.
    text, twin = (f"Käse für Öl, übel, ß{each}" for each in (meant, other))
    assert damaged(text) == damaged(twin)
    assert fixed(damaged(text).encode()) == (text.encode(), False)


# --- clean text

PROSE = (
    "半角ｶﾀｶﾅの表: ｱｲｳｴｵ ｶｷｸｹｺ ｻｼｽｾｿ ﾀﾁﾂﾃﾄ ﾅﾆﾇﾈﾉ ﾊﾋﾌﾍﾎ ﾏﾐﾑﾒﾓ ﾔﾕﾖ ﾗﾘﾙﾚﾛ ﾜｦﾝ ﾞ ﾟ",
    "ﾈｺ ﾄｱ ﾃｽ ﾐｿ ﾊｲ ﾆｬ ﾏｱ ﾎｱ",
    "ﾐｿﾐｿ ﾃｽ ﾈｺ、ﾄｱを開ける",
    "PCﾊｲ USBﾃｽ Webﾐｿ の話、それからｶﾞﾗｽ",
    "縺れ 窶れ 繧繝 驥 鬱 髑髏 髣 荳 蜊 蛻 譌 逧 莠",
    "箏曲の間奏\n茹で玉子\n箏曲の間奏\n茹で玉子",
    "缺省通常是 /tmp，缺省的缺省，backstop",
    "驗證 證據 繁體 體驗 髮型 麵包 鬆餅",
    "外字: \ue000 \ue05e の表",
    "・項目\n・別の項目\n・・・\n",
)


@pytest.mark.parametrize("text", PROSE)
def test_clean_text_stays(text: str) -> None:
    assert mojibake(text) is None
    assert all(mojibake(line) is None for line in text.split("\n"))


def test_clean_notes_stay() -> None:
    chance = random.Random(9)
    rows = [*PROSE, *(row for name in ("Japanese", "Chinese", "Korean") for row in CLEAN[name])]
    words = [word for row in rows for word in row.replace("、", " ").replace("，", " ").split()]
    for _ in range(3000):
        text = "\n".join(chance.choices(rows, k=3) + chance.choices(words, k=8))
        assert mojibake(text) is None, text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("縺ｧ縺" * 100_000, id="one stretch"),
        pytest.param("・" * 300_000 + "縺ｧ縺ｧ縺ｧ縺ｧ", id="gaps"),
        pytest.param("ﾃ" * 300_000, id="leads"),
        pytest.param("縺ｧ é " * 60_000, id="parts"),
        pytest.param("縺ｧé" * 60_000, id="parts without ASCII"),
        pytest.param("縺の\n" * 60_000, id="suspected lines"),
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    start = time.process_time()
    mojibake(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("lost", ["・", "\ufffd"])
@pytest.mark.parametrize("sign", ["∪", "∩"])
def test_characters_of_two_pairs_may_stand_behind_what_is_lost(lost: str, sign: str) -> None:
    repair = mojibake(f"縺ｧ縺{lost}{sign}縺励◆縺吶°")
    assert (repair and repair.text) == "で�したすか"


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        pytest.param("・鬟ｩ縲∫ｹｧ郢晞絹縲∫ｪｶ", "�飩、繧繝錦、窶", id="middle dot"),
        pytest.param("�ｾ吝錐縺ｯ縺ｧ縺吶°", "�名はですか", id="U+FFFD"),
    ],
)
def test_what_begins_with_a_lost_byte_is_found(found: str, meant: str) -> None:
    assert [stretch.meant for stretch in stretches(found)] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("麵糰發酵後，體積會變成兩倍；應該蓋上濕布。 「點轉變關」 ", id="Chinese"),
        pytest.param("鬱金、蒟蒻、饂飩 繧繝錦 窶れた顔 ｱｲｽ ﾃｽﾄ 驟雨の後に", id="Japanese"),
    ],
)
def test_clean_text_is_passed_over_by_a_cheap_look(text: str) -> None:
    assert _next_suspected(text, 0) is None
