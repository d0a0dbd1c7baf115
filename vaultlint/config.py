"""`.vaultlint.yaml` turned into Settings; every mistake in it has a line and a column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

from vaultlint.diagnostic import Severity
from vaultlint.notes.facts import Value
from vaultlint.notes.reading import DIALECTS
from vaultlint.notes.yaml_faults import YamlError, explained
from vaultlint.notes.yaml_tree import Tree
from vaultlint.rule import Rule
from vaultlint.schema import Condition, SchemaUse, UnknownProperties
from vaultlint.settings import BibliographyUse, RuleSettings, Selection, Settings, SuppressionUse
from vaultlint.text.source import Source, source
from vaultlint.text.span import Span
from vaultlint.text.suggestion import did_you_mean

_BRACKETS = ("{}", "==", "〔〕")


class Rules(Struct, frozen=True):
    """What the configuration has to know of the catalogue of rules.

    families: family by rule, in the order of the catalogue. load: the rule with a name.
    """

    families: Mapping[str, str]
    load: Callable[[str], Rule]

    def selectors(self) -> tuple[str, ...]:
        """The words that select rules: "all", the families, the rules."""
        return ("all", *dict.fromkeys(self.families.values()), *self.families)


class ConfigError(Exception):
    """Mistakes in a configuration. lines: one for each, with its place."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def settings(path: str, text: str, rules: Rules) -> Settings:
    """The settings that a configuration file states.

    path: for messages. Raises ConfigError, which names every mistake.
    """
    return _Reader(source(path, text), rules).settings()


class _Reader:
    """Reads one configuration; `faults` gathers its mistakes."""

    def __init__(self, source: Source, rules: Rules) -> None:
        self.source = source
        self.rules = rules
        self.faults: list[tuple[Span, str]] = []

    def settings(self) -> Settings:
        """The settings. Raises ConfigError when there are mistakes."""
        root = self._root()
        stated: dict[str, Any] = {}
        if root is not None:
            keys = self._mapping(root, "the configuration", _KEYS)
            # A key above lines that are comments says nothing.
            keys = {key: value for key, value in keys.items() if value.plain is not None}
            selection = Selection(
                select=self._selectors(keys["select"]) if "select" in keys else None,
                extend=self._selectors(keys.get("extend-select")),
                ignore=self._selectors(keys.get("ignore")),
            )
            stated["selections"] = (self._with_switches(selection, keys.get("rules")),)
            stated["rules"] = self._rule_settings(keys.get("rules"))
            if "fail-on" in keys:
                stated["fail_on"] = self._fail_on(keys["fail-on"])
            for key, name, words in (
                ("exclude", "exclude", None),
                ("templates", "template_folders", None),
            ):
                if key in keys:
                    stated[name] = self._strings(keys[key], f'"{key}"', words)
            if "exclude" in keys:
                self._check_globs(keys["exclude"])
            self._cards(keys.get("cards"), stated)
            self._navigation(keys.get("navigation"), stated)
            self._citations(keys.get("citations"), stated)
            if "schemas" in keys:
                stated["schema_uses"] = self._schemas(keys["schemas"])
            if "suppressions" in keys:
                stated["suppressions"] = self._suppressions(keys["suppressions"])
        if self.faults:
            raise ConfigError(self._lines())
        return Settings(**stated)

    def _lines(self) -> Iterable[str]:
        for span, message in sorted(self.faults):
            place = self.source.position(span.start)
            yield f"{self.source.path}:{place.line}:{place.column}: {message}"

    def _fault(self, span: Span, message: str) -> None:
        self.faults.append((span, message))

    # --- YAML

    def _root(self) -> Value | None:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError
        from ruamel.yaml.events import DocumentStartEvent
        from ruamel.yaml.reader import ReaderError

        text = self.source.text
        tree = Tree(text, 0, {})
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                if tree.root is not None and isinstance(event, DocumentStartEvent):
                    start = event.start_mark.index
                    raise YamlError(start, start + 3, "a second document; join it with the first")
                tree.add(event)
        except YamlError as error:
            self._fault(error.fault.span, error.fault.message)
            return None
        except ReaderError as error:
            place = Span(error.position, error.position)
            self._fault(place, "YAML does not allow this control character; remove it")
            return None
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            at = min(mark.index if mark else 0, len(text))
            fault = explained(text, error.problem or "", at, None).fault
            self._fault(fault.span, fault.message)
            return None
        for duplicate in tree.duplicates:
            again = duplicate.again
            self._fault(again.key_span, f'"{again.key}" stands here twice; remove one of the two')
        return tree.root

    # --- shapes

    def _mapping(self, value: Value, name: str, keys: Iterable[str]) -> dict[str, Value]:
        keys = tuple(keys)
        if not isinstance(value.plain, dict):
            if value.plain is not None:
                self._fault(value.span, f"{name} must be a mapping, not {_kind(value.plain)}")
            return {}
        known: dict[str, Value] = {}
        for entry in value.properties:
            if entry.key in keys:
                known[entry.key] = entry.value
            else:
                hint = did_you_mean(entry.key, keys) or f"; known are {_listed(keys)}"
                self._fault(entry.key_span, f'unknown key "{entry.key}"{hint}')
        return known

    def _strings(
        self, value: Value, name: str, allowed: Iterable[str] | None = None
    ) -> tuple[str, ...]:
        if not isinstance(value.plain, list):
            self._fault(value.span, f"{name} must be a list of strings, not {_kind(value.plain)}")
            return ()
        words = tuple(self._string(item, f"each item of {name}", allowed) for item in value.items)
        return tuple(word for word in words if word)

    def _string(self, value: Value, name: str, allowed: Iterable[str] | None = None) -> str:
        if not isinstance(value.plain, str):
            self._fault(value.span, f"{name} must be a string, not {_kind(value.plain)}")
            return ""
        if allowed is not None and value.plain not in allowed:
            hint = did_you_mean(value.plain, allowed) or f"; known are {_listed(allowed)}"
            self._fault(value.span, f'unknown value "{value.plain}" for {name}{hint}')
            return ""
        return value.plain

    # --- keys

    def _selectors(self, value: Value | None) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value.plain, list):
            self._fault(value.span, f"expected a list of rules, not {_kind(value.plain)}")
            return ()
        for item in value.items:
            fault = selector_fault(item.plain, self.rules)
            if fault:
                self._fault(item.span, fault)
        return tuple(str(item.plain) for item in value.items)

    def _with_switches(self, selection: Selection, value: Value | None) -> Selection:
        extend, ignore = list(selection.extend), list(selection.ignore)
        for entry in value.properties if value else ():
            plain = entry.value.plain
            severity = plain.get("severity") if isinstance(plain, dict) else plain
            if severity == "off":
                ignore.append(entry.key)
            elif severity is not None:
                extend.append(entry.key)
        return Selection(selection.select, tuple(extend), tuple(ignore))

    def _rule_settings(self, value: Value | None) -> Mapping[str, RuleSettings]:
        if value is None:
            return {}
        if not isinstance(value.plain, dict):
            self._fault(value.span, f'"rules" must be a mapping, not {_kind(value.plain)}')
            return {}
        rules: dict[str, RuleSettings] = {}
        for entry in value.properties:
            if entry.key not in self.rules.families:
                hint = did_you_mean(entry.key, self.rules.families) or _LISTED_BY
                self._fault(entry.key_span, f'unknown rule "{entry.key}"{hint}')
                continue
            rule = self.rules.load(entry.key)
            if not isinstance(entry.value.plain, dict):
                rules[entry.key] = RuleSettings(self._severity(entry.value))
                continue
            fields = (name for name in rule.options._fields if name not in rule.given)
            names = [name.replace("_", "-") for name in fields]
            stated = self._mapping(entry.value, f'"{entry.key}"', ("severity", *names))
            severity = self._severity(stated.pop("severity")) if "severity" in stated else None
            rules[entry.key] = RuleSettings(severity, self._options(rule, stated))
        return rules

    def _severity(self, value: Value) -> Severity | None:
        word = self._string(value, "severity", _SEVERITIES)
        return None if word in ("", "off") else Severity[word.upper()]

    def _fail_on(self, value: Value) -> Severity | None:
        word = self._string(value, '"fail-on"', _FAIL_ON)
        return None if word in ("", "never") else Severity[word.upper()]

    def _options(self, rule: Rule, stated: Mapping[str, Value]) -> Mapping[str, object]:
        hints = get_type_hints(rule.options)
        options: dict[str, object] = {}
        for key, value in stated.items():
            name = key.replace("-", "_")
            options[name] = self._option(value, key, hints[name])
        return {name: option for name, option in options.items() if option is not None}

    def _option(self, value: Value, key: str, hint: object) -> object:
        plain = value.plain
        if get_origin(hint) is Literal:
            return self._string(value, f'"{key}"', get_args(hint)) or None
        if get_origin(hint) is tuple:
            return self._strings(value, f'"{key}"')
        assert isinstance(hint, type), (key, hint)
        is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
        fits = {
            bool: isinstance(plain, bool),
            int: is_number and isinstance(plain, int),
            float: is_number,
            str: isinstance(plain, str),
        }[hint]
        if fits:
            return plain
        wanted = {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}
        self._fault(value.span, f'"{key}" must be {wanted[hint]}, not {_kind(plain)}')
        return None

    def _check_globs(self, value: Value) -> None:
        for item in value.items:
            if isinstance(item.plain, str):
                fault = glob_fault(item.plain)
                if fault:
                    self._fault(item.span, fault)

    def _schemas(self, value: Value) -> tuple[SchemaUse, ...]:
        if not isinstance(value.plain, list):
            self._fault(value.span, f'"schemas" must be a list, not {_kind(value.plain)}')
            return ()
        return tuple(self._schema_use(item) for item in value.items)

    def _schema_use(self, value: Value) -> SchemaUse:
        if not isinstance(value.plain, dict):
            wrong = f'each item of "schemas" must be a mapping, not {_kind(value.plain)}'
            self._fault(value.span, f'{wrong}; write "- schema: NAME"')
            return SchemaUse("")
        keys = self._mapping(value, 'an item of "schemas"', _SCHEMA_KEYS)
        if "schema" not in keys:
            self._fault(value.span, 'no "schema" here; name a preset or a file of the vault')
            return SchemaUse("")
        named = keys["schema"]
        stated = {key: self._strings(keys[key], f'"{key}"') for key in _SELECTORS if key in keys}
        if "files" in keys:
            self._check_globs(keys["files"])
        return SchemaUse(
            schema=self._string(named, '"schema"'),
            **stated,
            when=self._condition(keys["when"]) if "when" in keys else None,
            severity=self._use_severity(keys.get("severity")),
            unknown_properties=self._unknown_properties(keys.get("unknown-properties")),
            place=self._place(named.span),
        )

    def _suppressions(self, value: Value) -> tuple[SuppressionUse, ...]:
        if not isinstance(value.plain, list):
            wrong = f'"suppressions" must be a list, not {_kind(value.plain)}'
            self._fault(value.span, f'{wrong}; write "- rules: [NAME]"')
            return ()
        return tuple(use for use in map(self._suppression_use, value.items) if use)

    def _suppression_use(self, value: Value) -> SuppressionUse | None:
        if not isinstance(value.plain, dict):
            wrong = f'each item of "suppressions" must be a mapping, not {_kind(value.plain)}'
            self._fault(value.span, f'{wrong}; write "- rules: [NAME]"')
            return None
        keys = self._mapping(value, 'an item of "suppressions"', _SUPPRESSION_KEYS)
        if "reason" in keys:
            self._string(keys["reason"], '"reason"')
        stated = {key: self._strings(keys[key], f'"{key}"') for key in _SELECTORS if key in keys}
        if "files" in keys:
            self._check_globs(keys["files"])
        rules = self._selectors(keys.get("rules"))
        if "rules" not in keys or not keys["rules"].plain:
            self._fault(value.span, 'no "rules" here; name rules, families or "all"')
        if not any(keys[key].plain for key in stated):
            selectors = _listed(_SELECTORS)
            wrong = f'this is meant for no notes; choose some with {selectors}, or use "ignore"'
            self._fault(value.span, wrong)
        tags, folders, files, properties = (stated.get(key, ()) for key in _SELECTORS)
        return SuppressionUse(rules, SchemaUse("", tags, folders, files, properties))

    def _condition(self, value: Value) -> Condition | None:
        """A JSON Schema over what is known of a note: a mapping, or the path of a file."""
        if isinstance(value.plain, str) and value.plain.strip():
            return Condition(value.plain)
        if isinstance(value.plain, dict):
            place_of = partial(self._place_of, value)
            return Condition(self._place(value.span), value.plain, place_of)
        wrong = f'"when" must be a JSON Schema or the path of one, not {_kind(value.plain)}'
        self._fault(value.span, wrong)
        return None

    def _place_of(self, value: Value, path: tuple[str | int, ...]) -> str:
        """The place of a part of a value; of the nearest around it that is there."""
        for step in path:
            inner: Mapping[str | int, Value] = dict(enumerate(value.items))
            if isinstance(step, str):
                inner = {entry.key: entry.value for entry in value.properties}
            if step not in inner:
                break
            value = inner[step]
        return self._place(value.span)

    def _place(self, span: Span) -> str:
        place = self.source.position(span.start)
        return f"{self.source.path}:{place.line}:{place.column}"

    def _use_severity(self, value: Value | None) -> Severity | None:
        word = "" if value is None else self._string(value, '"severity"', _SEVERITIES[1:])
        return Severity[word.upper()] if word else None

    def _unknown_properties(self, value: Value | None) -> UnknownProperties | None:
        words = get_args(UnknownProperties)
        word = "" if value is None else self._string(value, '"unknown-properties"', words)
        return next((known for known in words if known == word), None)

    def _cards(self, value: Value | None, stated: dict[str, Any]) -> None:
        if value is None:
            return
        keys = self._mapping(value, '"cards"', _CARD_KEYS)
        if "dialects" in keys:
            named = set(self._strings(keys["dialects"], '"dialects"', DIALECTS))
            stated["card_dialects"] = tuple(name for name in DIALECTS if name in named)
        if "folder-decks" in keys:
            stated["folder_decks"] = self._option(keys["folder-decks"], "folder-decks", bool)
        if "tags" in keys:
            tags = self._strings(keys["tags"], '"tags"')
            stated["card_tags"] = tuple(tag.removeprefix("#") for tag in tags)
        if "inline-separators" in keys:
            separators = self._strings(keys["inline-separators"], '"inline-separators"')
            stated["inline_separators"] = separators
        if "cloze-brackets" in keys:
            brackets = self._strings(keys["cloze-brackets"], '"cloze-brackets"', _BRACKETS)
            stated["cloze_brackets"] = brackets

    def _navigation(self, value: Value | None, stated: dict[str, Any]) -> None:
        if value is None:
            return
        keys = self._mapping(value, '"navigation"', (*_DIRECTIONS, "properties"))
        named = keys.pop("properties", None)
        for key in keys:
            stated[f"{key}_words"] = self._strings(keys[key], f'"{key}"')
        properties = self._mapping(named, '"properties"', _DIRECTIONS) if named else {}
        for key in properties:
            stated[f"{key}_properties"] = self._strings(properties[key], f'"{key}"')

    def _citations(self, value: Value | None, stated: dict[str, Any]) -> None:
        keys = self._mapping(value, '"citations"', ("bibliography",)) if value else {}
        if "bibliography" in keys:
            named = keys["bibliography"]
            paths = self._strings(named, '"bibliography"')
            places = (self._place(item.span) for item in named.items if item.plain)
            stated["bibliographies"] = tuple(map(BibliographyUse, paths, places))


_KEYS = (
    "select",
    "extend-select",
    "ignore",
    "rules",
    "schemas",
    "suppressions",
    "cards",
    "navigation",
    "citations",
    "exclude",
    "templates",
    "fail-on",
)
_CARD_KEYS = ("dialects", "tags", "inline-separators", "cloze-brackets", "folder-decks")
_DIRECTIONS = ("previous", "next", "up")
_LISTED_BY = "; `vaultlint rules` lists them"
_SELECTORS = ("tags", "folders", "files", "properties")
_SCHEMA_KEYS = ("schema", *_SELECTORS, "when", "severity", "unknown-properties")
_SUPPRESSION_KEYS = ("rules", *_SELECTORS, "reason")
_SEVERITIES = ("off", "error", "warning", "info")
_FAIL_ON = ("error", "warning", "info", "never")


def selector_fault(word: object, rules: Rules) -> str:
    """What is wrong with a word that selects rules; empty when nothing is."""
    if not isinstance(word, str):
        return f"expected the name of a rule or a family, not {_kind(word)}"
    known = rules.selectors()
    if word in known:
        return ""
    return f'unknown rule or family "{word}"{did_you_mean(word, known) or _LISTED_BY}'


def glob_fault(pattern: str) -> str:
    """What is wrong with a pattern of `exclude`; empty when nothing is."""
    # 20 ms to load, which a call without patterns need not wait for.
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError as error:
        return f'bad pattern "{pattern}": {error}'
    return ""


def _kind(plain: object) -> str:
    match plain:
        case None:
            return "nothing"
        case bool():
            return "true" if plain else "false"
        case int() | float():
            return f"the number {plain}"
        case str():
            return f'the string "{plain}"'
        case list():
            return "a list"
    return "a mapping"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
