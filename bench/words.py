"""The words that the generated vaults are made of."""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SUBJECTS: tuple[str, ...] = (
    "Algorithms",
    "Operating Systems",
    "Linear Algebra",
    "Organic Chemistry",
    "Microeconomics",
    "World History",
    "Statistics",
    "Databases",
    "Computer Networks",
    "Music Theory",
    "Human Anatomy",
    "Cell Biology",
    "Astronomy",
    "Contract Law",
    "Epistemology",
    "Compilers",
    "Game Theory",
    "Thermodynamics",
    "Art History",
    "Phonetics",
    "Probability",
    "Graph Theory",
    "Cryptography",
    "Signal Processing",
    "Machine Learning",
    "Geology",
    "Botany",
    "Number Theory",
    "Public Health",
    "Accounting",
    "Rhetoric",
    "Optics",
    "Category Theory",
    "Pharmacology",
)

CHAPTERS: tuple[str, ...] = _words(
    """Introduction Foundations Notation Models Methods Proofs Structures Applications Limits Search
    Measurement History Experiments Patterns Sources Exercises Examples Review Vocabulary Systems
    Errors Design Interfaces Storage Transport Growth Balance Exchange Language Motion"""
)

ADJECTIVES: tuple[str, ...] = _words(
    """simple stable linear hidden central mutual formal natural random sparse dense local global
    finite partial exact rapid early late common rare modern ancient public private direct inverse
    complex active passive constant variable discrete gradual internal external optimal relative
    absolute practical typical critical neutral secondary primary balanced ordered recursive
    persistent temporary shallow shared isolated"""
)

NOUNS: tuple[str, ...] = _words(
    """array graph vector matrix market signal membrane contract treaty chord kernel buffer packet
    theorem lemma proof sample variance gradient reaction catalyst bond orbit lens mirror mineral
    layer root leaf stem tissue nerve muscle enzyme protein gene cell nucleus demand supply price
    auction strategy payoff ledger budget audit index table query schema column record lock thread
    process scheduler interrupt page cache register compiler parser token grammar syllable vowel
    consonant phrase melody rhythm scale interval portrait mural column arch century empire reform
    revolution parliament statute clause tort remedy premise argument belief doubt method theory
    model measure function limit series integral derivative field force energy entropy pressure
    temperature boundary surface volume density charge current circuit filter frequency spectrum
    cipher key hash message channel protocol router gateway session dose receptor symptom outbreak
    vaccine cohort survey ratio residue prime factor divisor group ring lattice functor object
    category diagram planet star galaxy comet crater fossil sediment fault glacier"""
)

VERBS: tuple[str, ...] = _words(
    """describes limits changes follows precedes explains bounds contains replaces measures moves
    supports defines separates joins reverses balances reduces extends approximates predicts
    encodes transforms delays absorbs emits resists selects orders divides restores produces
    compares requires allows prevents reveals preserves distributes repeats"""
)

LINKING: tuple[str, ...] = _words("""the a each this every its their any one another that some""")

ADVERBS: tuple[str, ...] = _words(
    """usually often rarely always mostly directly slowly quickly roughly exactly only also never
    later first finally"""
)

JOINTS: tuple[str, ...] = (
    "because",
    "while",
    "so that",
    "although",
    "whenever",
    "and",
    "but",
    "as long as",
    "before",
    "unless",
)

# Words of other languages; a sentence in one of them is a row of these.
OTHER_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "German": _words(
        """die der das Lösung Größe Zelle Straße Übung Prüfung Zusammenhang jede wächst ändert
        führt über während größer kleiner häufig selten Gleichung Körper Schlüssel Gewebe Verträge
        möglich zunächst schließlich enthält ergibt bleibt für gegen ohne Strömung"""
    ),
    "Spanish": _words(
        """la el los una según después también cada célula función razón energía siglo número raíz
        pequeño español cambia produce mantiene explica entre sobre siempre nunca además teoría
        música órgano límite árbol índice"""
    ),
    "Greek": _words(
        """το η ο κάθε ενέργεια κύτταρο αριθμός θεωρία μέθοδος όριο συνάρτηση λόγος γλώσσα ιστορία
        αλλάζει περιέχει εξηγεί μεταξύ πάντα συχνά ποτέ επίσης μεγάλο μικρό σώμα φως"""
    ),
    "Japanese": _words(
        """細胞は 関数の 方法を 例えば この理論が 説明する 変化した 重要な 歴史と 数学では
        構造を 比較して 信号の 言語は 次に 計算する 定義された 問題を 解くとき 速度が 増加する"""
    ),
}

TEACHERS: tuple[str, ...] = ("Mara Lindqvist", "Tomás Okafor", "Ines Varga", "Jonas Petrov")
FACES: tuple[str, ...] = ("👩🏽‍💻", "🧑🏻‍🏫", "👨🏾‍🔬", "👩‍🎨", "🧑🏼‍⚖️")
EMOJI: tuple[str, ...] = ("📚", "🗒️", "🧪", "🧮", "🎼", "🏛️", "🔭", "🧬", "💾", "🌍")
AREAS: tuple[str, ...] = ("🔴 Academic", "🟢 Practice", "🔵 Reading")
ICONS: tuple[str, ...] = (":LiBook:", ":FasListOl:", ":BoBxBook:", ":LiVideo:", ":RiFlaskLine:")

# Code that card answers show: {0}, {1} and {2} are names, {3} a number.
CODE: Mapping[str, tuple[str, ...]] = {
    "cpp": (
        "for (int {0} {{0}}; {0} < {1}.size(); {0}++) {{\n  if ({1}[{0}] % {3} == 0) {{\n"
        "    {2}.push_back({1}[{0}]);\n  }}\n}}",
        "#include <vector>\n\nusing namespace std;\n\nclass {2} {{\n\npublic:\n"
        "    int {0}(vector<int>& {1}) {{\n        // the best so far\n"
        "        int best {{{3}}};\n\n"
        "        for (const auto& value : {1}) {{\n            best = max(best, value);\n"
        "        }}\n\n        return best;\n    }}\n}};",
        "const auto {0} {{numeric_limits<int>::max()}};\nstd::cout << {0} << '\\n';",
    ),
    "sql": (
        "SELECT {0}.name, {1}.name\nFROM {0}\nINNER JOIN {1}\n\tON {0}.{1}_id = {1}.id\n"
        "WHERE {1}.size > {3};",
        "SELECT {0}, COUNT(*) AS total\nFROM {1}\nGROUP BY {0}\nHAVING COUNT(*) > {3}\n"
        "ORDER BY total DESC;",
    ),
    "csharp": (
        "public static int {2}(int[] {1})\n{{\n    var {0} = {3};\n"
        "    foreach (var value in {1})\n    {{\n        {0} += value;\n    }}\n"
        "    return {0};\n}}",
    ),
    "python": (
        "def {0}({1}):\n    # one pass is enough\n    total = {3}\n    for value in {1}:\n"
        "        total += value\n    return total",
        "{0} = [value for value in {1} if value > {3}]\nprint({0})",
    ),
    "bash": ("$ docker run -dp {3}:{3} {0}-{1}", "$ grep -rn '{0}' {1}/ | head -n {3}"),
    "js": ("const {0} = {1}.filter((value) => value > {3});\nconsole.log({0});",),
    "": ("{0} -> {1} -> {2}",),
}
# Fences in 100, by language: a language of its own or none.
CODE_SHARES: Mapping[str, int] = {
    "cpp": 34,
    "sql": 32,
    "csharp": 17,
    "python": 5,
    "bash": 5,
    "js": 2,
    "": 5,
}

FORMULAS: tuple[str, ...] = (
    r"n \log n",
    r"\mathcal{O}(n)",
    r"x^2 + y^2 = r^2",
    r"2 \leq \sqrt{n}",
    r"\frac{a}{b}",
    r"\Delta E = q + w",
    r"p \in \left[ 0, 1 \right]",
    r"\sum_{i=1}^{n} x_i",
)
