"""action.yml, ci/, the Dockerfile: valid by their official schemas, and tried step by step."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.example_vault import copy_example, repair
from tests.invoke import make_vault, vaultlint
from vaultlint.report.visible import visible

CHECKOUT = Path(__file__).parent.parent
ACTION = CHECKOUT / "action.yml"
GITLAB = CHECKOUT / "ci/gitlab.yml"
MATCHERS = CHECKOUT / "ci/problem-matcher.json"
DOCS = (CHECKOUT / "docs/ci.md").read_text(encoding="utf-8")


def _program(name: str) -> str | None:
    """A program beside this Python, or on the PATH."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def _needs(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(_program(name) is None, reason=f"needs {name}")


def _ran(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


# --- schemas


@_needs("check-jsonschema")
@pytest.mark.parametrize(
    ("schema", "file"),
    [
        pytest.param("vendor.github-actions", ACTION, id="action"),
        pytest.param("vendor.gitlab-ci", GITLAB, id="GitLab"),
    ],
)
def test_is_valid(schema: str, file: Path) -> None:
    result = _ran(_program("check-jsonschema") or "", "--builtin-schema", schema, file)
    assert result.returncode == 0, result.stdout + result.stderr


def _examples() -> Iterator[Any]:
    """The YAML of docs/ci.md, each with the schema or the program that it has to satisfy."""
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL), 1):
        kind = next(kind for key, kind in _KINDS.items() if re.search(f"^{key}:", text, re.M))
        yield pytest.param(kind, text, id=f"{number} {kind}")


_KINDS = {"jobs": "vendor.github-workflows", "repos": "pre-commit", "include": "vendor.gitlab-ci"}
_KINDS |= {"variables": "vendor.gitlab-ci", "pool": "vendor.azure-pipelines"}


@_needs("check-jsonschema")
@_needs("pre-commit")
@pytest.mark.parametrize(("kind", "text"), list(_examples()))
def test_example_is_valid(kind: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    if kind == "pre-commit":
        result = _ran(_program("pre-commit") or "", "validate-config", file)
    else:
        result = _ran(_program("check-jsonschema") or "", "--builtin-schema", kind, file)
    assert result.returncode == 0, result.stdout + result.stderr


def test_examples_give_known_inputs() -> None:
    known = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"].keys()
    used: set[str] = set()
    for text in re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL):
        read = yaml.safe_load(text)
        for job in read.get("jobs", {}).values() if isinstance(read, dict) else ():
            for step in job["steps"]:
                if "OWNER/vaultlint" in step.get("uses", ""):
                    used |= step.get("with", {}).keys()
    assert used
    assert used <= known


@_needs("pre-commit")
def test_hooks_are_valid() -> None:
    result = _ran(
        _program("pre-commit") or "", "validate-manifest", CHECKOUT / ".pre-commit-hooks.yaml"
    )
    assert result.returncode == 0, result.stdout + result.stderr


@_needs("hadolint")
def test_dockerfile_has_no_known_mistakes() -> None:
    result = _ran(_program("hadolint") or "", CHECKOUT / "Dockerfile")
    assert (result.returncode, result.stdout) == (0, "")


def test_image_is_built_of_what_the_wheel_needs(tmp_path: Path) -> None:
    """A wheel of what .dockerignore leaves is the one of the checkout."""
    lines = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert (patterns[0], patterns[-1]) == ("*", "**/__pycache__")
    context = tmp_path / "context"
    context.mkdir()
    for pattern in patterns[1:-1]:
        assert pattern.startswith("!"), pattern
        path = CHECKOUT / pattern.removeprefix("!")
        if path.is_dir():
            skipped = shutil.ignore_patterns("__pycache__")
            shutil.copytree(path, context / path.name, ignore=skipped)
        else:
            shutil.copy(path, context)
    for source, folder in ((context, "small"), (CHECKOUT, "whole")):
        built = _ran(
            *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
            *("--outdir", tmp_path / folder, source),
        )
        assert built.returncode == 0, built.stdout + built.stderr
    (small,), (whole,) = (tmp_path / "small").iterdir(), (tmp_path / "whole").iterdir()
    assert _names(small) == _names(whole)


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


# --- the problem matcher


class Problem(NamedTuple):
    """What a runner of GitHub takes from a line."""

    file: str
    line: int
    column: int
    severity: str
    code: str
    message: str


_HOSTILE = {
    "Part 2꞉ \"x\" 'y' %0A.md": (
        "[[Gone: 1:2: error no-rule x]] [[##[add-mask]a]] [[::set-env::]]\n"
    ),
    "a (b) [c].md": '[[it\'s "quoted"]]\n\n[[\u202egnp.exe]]\n',
    ".vaultlint.yaml": ("rules:\n  unresolved-link: info\n  unresolved-heading: warning\n"),
    "🌙/🥖.md": "# A\n\n# A\n\n{1:x} {3:y}\n",
}


@pytest.fixture(params=["example", "hostile"])
def concise(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], list[Problem]]:
    """The lines of a concise report, and what stands in them as the JSON report tells it."""
    if request.param == "example":
        copy_example(tmp_path / "v")
    else:
        make_vault(tmp_path / "v", _HOSTILE)
    monkeypatch.chdir(tmp_path)
    text = vaultlint("check", "v", "--output-format", "concise").stdout
    report = json.loads(vaultlint("check", "v", "--output-format", "json").stdout)
    problems = [
        Problem(
            visible(f"v/{d['path']}"),
            d["line"],
            d["column"],
            "notice" if d["severity"] == "info" else d["severity"],
            d["rule"],
            visible(d["message"]),
        )
        for d in report["diagnostics"]
    ]
    assert len(problems) > 2
    return text.splitlines(), problems


def _matchers() -> list[dict[str, Any]]:
    matchers: list[dict[str, Any]] = json.loads(MATCHERS.read_text(encoding="utf-8"))[
        "problemMatcher"
    ]
    return matchers


def _problem(matcher: Mapping[str, Any], groups: list[str]) -> Problem:
    (pattern,) = matcher["pattern"]
    severity = groups[pattern["severity"]] if "severity" in pattern else matcher["severity"]
    return Problem(
        groups[pattern["file"]],
        int(groups[pattern["line"]]),
        int(groups[pattern["column"]]),
        severity,
        groups[pattern["code"]],
        groups[pattern["message"]],
    )


def test_matcher_takes_each_diagnostic(concise: tuple[list[str], list[Problem]]) -> None:
    lines, problems = concise
    found = []
    for line in lines:
        for matcher in _matchers():
            match = re.search(matcher["pattern"][0]["regexp"], line, re.ASCII)
            if match:
                found.append(_problem(matcher, [match[0], *match.groups()]))
                break
    assert found == problems


_IN_NODE = """
const {matchers, lines} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const found = [];
for (const line of lines)
  for (const [index, matcher] of matchers.entries()) {
    const match = line.match(new RegExp(matcher.pattern[0].regexp));
    if (match) { found.push([index, [...match]]); break; }
  }
console.log(JSON.stringify(found));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node: runners match as JavaScript")
def test_matcher_in_javascript(concise: tuple[list[str], list[Problem]]) -> None:
    lines, problems = concise
    asked = json.dumps({"matchers": _matchers(), "lines": lines})
    result = _ran(shutil.which("node") or "", "-e", _IN_NODE, input=asked)
    assert result.returncode == 0, result.stderr
    found = [_problem(_matchers()[index], groups) for index, groups in json.loads(result.stdout)]
    assert found == problems


def test_matcher_is_as_a_runner_wants_it() -> None:
    matchers = _matchers()
    assert len({matcher["owner"].lower() for matcher in matchers}) == len(matchers)
    for matcher in matchers:
        assert matcher.get("severity", "error") in ("error", "warning", "notice")
        (pattern,) = matcher["pattern"]
        groups = re.compile(pattern.pop("regexp")).groups
        assert sorted(pattern.values()) == list(range(1, groups + 1))


# --- the action


class Step(NamedTuple):
    """How a step of the action ended."""

    name: str
    code: int
    output: str


class Job(NamedTuple):
    """What a job did. used: the inputs of the actions that were called, by step."""

    steps: list[Step]
    outputs: Mapping[str, Mapping[str, str]]
    used: Mapping[str, Mapping[str, str]]


def run_action(folder: Path, inputs: Mapping[str, str], given: Mapping[str, str]) -> Job:
    """The steps of action.yml in bash, as a runner runs them but for other actions.

    folder: of the job; the repository is in "work". inputs: of the action. given: outputs of steps
    that are not run, such as `python.python-path`; the others of the same step are empty.
    """
    read = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    known: dict[str, str] = {
        f"inputs.{name}": str(value["default"]) for name, value in read["inputs"].items()
    }
    known |= {f"inputs.{name}": value for name, value in inputs.items()}
    known |= {"github.action_path": str(CHECKOUT), "runner.temp": str(folder / "temp")}
    known |= {"github.sha": SHA}
    known |= {f"steps.{name.replace('.', '.outputs.', 1)}": text for name, text in given.items()}
    (folder / "temp").mkdir(exist_ok=True)
    steps: list[Step] = []
    outputs: dict[str, dict[str, str]] = {}
    used: dict[str, dict[str, str]] = {}
    for step in read["runs"]["steps"]:
        if any(key.startswith(f"steps.{step.get('id')}.") for key in known):
            continue
        if "if" in step and not _holds(step["if"], known):
            continue
        if "uses" in step:
            with_inputs = {key: _filled(str(text), known) for key, text in step["with"].items()}
            used[step["name"]] = with_inputs
            continue
        if any(earlier.code for earlier in steps):
            continue  # a step that failed ends the job but for what asks for more
        assert step["shell"] == "bash"
        told = folder / "temp" / f"output-{len(steps)}"
        told.touch()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")
        }
        environment |= {key: _filled(text, known) for key, text in step.get("env", {}).items()}
        environment |= {
            "GITHUB_OUTPUT": str(told),
            "GITHUB_WORKSPACE": str(folder / "work"),
            "RUNNER_TEMP": str(folder / "temp"),
        }
        result = _ran(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
            cwd=folder / "work",
            env=environment,
        )
        steps.append(Step(step["name"], result.returncode, result.stdout + result.stderr))
        lines = told.read_text(encoding="utf-8").splitlines()
        outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
        known |= {f"steps.{step['id']}.outputs.{k}": v for k, v in outputs[step["id"]].items()}
    return Job(steps, outputs, used)


def _filled(text: str, known: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        words = (known.get(word.strip(), "") for word in match[1].split("||"))
        return next((word for word in words if word), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


def _holds(condition: str, known: Mapping[str, str]) -> bool:
    """Whether a condition of a step holds, of a job that nobody cancelled."""
    for part in condition.removeprefix("${{").removesuffix("}}").split("&&"):
        if part.strip() == "!cancelled()":
            continue
        name, operator, text = part.split()
        assert operator in ("==", "!=")
        if (known.get(name, "") == text.strip("'")) != (operator == "=="):
            return False
    return True


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A folder for a job, with the example vault as its repository."""
    copy_example(tmp_path / "work")
    return tmp_path


SHA = "1f0e"  # of the commit that is checked
INSTALLED = {
    "python.python-path": sys.executable,
    "install.python": sys.executable,
}


def test_action_annotates_and_fails(job: Path) -> None:
    done = run_action(job, {}, INSTALLED)
    (name, check) = done.steps
    assert (name.code, check.code) == (0, 1), done
    assert "::error file=courses/🥖 Bread baking/3. Shaping.md,line=11," in check.output
    assert done.outputs["check"] == {"exit-code": "1"}
    packages, found, kept = done.used.values()
    assert [*done.used] == [
        "Restore packages",
        "Restore what was found out",
        "Keep what was found out",
    ]
    assert packages["key"].startswith(packages["restore-keys"])
    assert found == {**kept, "restore-keys": found["key"].removesuffix(SHA)}
    assert found["key"].startswith("vaultlint-found-")
    assert found["key"].endswith(f"-{SHA}")
    (cache,) = Path(found["path"]).glob("*.sqlite3")
    assert not (job / "work/.vaultlint_cache").exists()

    # The next job of the same commit uses it, and does not keep it again.
    before = cache.stat().st_mtime_ns
    again = run_action(job, {}, {**INSTALLED, "found.cache-hit": "true"})
    assert again.steps[-1] == check
    assert "Keep what was found out" not in again.used
    assert cache.stat().st_mtime_ns >= before


def test_action_passes(job: Path) -> None:
    repair(job / "work")
    done = run_action(job, {"cache": "false"}, INSTALLED)
    assert [(step.name, step.code) for step in done.steps] == [("Check", 0)]
    assert (done.outputs["check"], done.used) == ({"exit-code": "0"}, {})


def test_action_with_all_inputs(job: Path) -> None:
    note = "courses/🥖 Bread baking/4. The oven.md"
    inputs = {
        "paths": f"{note}\n\n  Home.md  \n",
        "args": "--ignore 'links' --extend-select \"orphan-note\"",
        "fail-on": "never",
        "format": "jsonl",
        "sarif": "true",
        "sarif-category": "mine",
    }
    (job / "temp").mkdir()
    (job / "temp/vaultlint.sarif").write_text("old", encoding="utf-8")
    done = run_action(job, inputs, INSTALLED)
    assert done.steps[-1].code == 0, done.steps[-1].output
    file = job / "temp/vaultlint.sarif"
    assert done.outputs["check"] == {"exit-code": "0", "sarif-file": file.as_posix()}
    upload = done.used["Upload to code scanning"]
    assert upload == {"sarif_file": file.as_posix(), "category": "mine"}
    told = [
        json.loads(line)["rule"] for line in done.steps[-1].output.splitlines() if line[0] == "{"
    ]
    assert told == _sarif_rules(file) == ["orphan-note"]
    run_action(job, {**inputs, "args": ""}, INSTALLED)
    assert _sarif_rules(file) == ["unresolved-link"]


def _sarif_rules(file: Path) -> list[str]:
    results = json.loads(file.read_text(encoding="utf-8"))["runs"][0]["results"]
    return [result["ruleId"] for result in results]


def test_action_uploads_also_when_it_fails(job: Path) -> None:
    done = run_action(job, {"sarif": "true"}, INSTALLED)
    assert done.steps[-1].code == 1
    assert "Upload to code scanning" in done.used


def test_action_tells_of_a_wrong_call(job: Path) -> None:
    done = run_action(job, {"paths": "gone", "sarif": "true"}, INSTALLED)
    assert done.outputs["check"] == {"exit-code": "2"}
    assert 'cannot read "gone"' in done.steps[-1].output
    assert "Upload to code scanning" not in done.used


def test_action_with_a_problem_matcher(job: Path) -> None:
    shutil.rmtree(job / "work")
    make_vault(job / "work", {"##[add-mask]a.md": "[[Gone]]\n"})
    done = run_action(job, {"format": "concise"}, INSTALLED)
    lines = done.steps[-1].output.splitlines()
    assert lines[0] == f"::add-matcher::{MATCHERS}"
    stop = lines[1].removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", stop)
    end = lines.index(f"::{stop}::")
    assert lines[end + 1 :] == [
        "::remove-matcher owner=vaultlint::",
        "::remove-matcher owner=vaultlint-info::",
    ]
    inside = lines[2:end]
    assert any("##[add-mask]" in line for line in inside)
    owners = [matcher["owner"] for matcher in _matchers()]
    assert owners == ["vaultlint", "vaultlint-info"]


@pytest.mark.parametrize(
    ("formats", "stops"),
    [
        pytest.param("github,jsonl=out.jsonl", False, id="github gives commands"),
        pytest.param("jsonl=out.jsonl, concise", True, id="concise gives none"),
        pytest.param("jsonl=out.jsonl", True, id="nothing in the log"),
    ],
)
def test_several_formats(formats: str, stops: bool, job: Path) -> None:
    done = run_action(job, {"format": formats}, INSTALLED)
    assert (job / "work/out.jsonl").is_file()
    assert ("::stop-commands::" in done.steps[-1].output) == stops
    assert ("::error " in done.steps[-1].output) != stops
    assert ("::add-matcher::" in done.steps[-1].output) == ("concise" in formats)


def test_paths_are_no_options(job: Path) -> None:
    (job / "work/--fix").mkdir()
    done = run_action(job, {"paths": "--fix"}, INSTALLED)
    assert (done.steps[-1].code, "0 notes checked" in done.steps[-1].output) == (0, True)


def test_no_input_is_part_of_a_script() -> None:
    for step in yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), step["name"]


def test_every_input_is_used() -> None:
    text = ACTION.read_text(encoding="utf-8")
    for name in yaml.safe_load(text)["inputs"]:
        assert re.search(rf"inputs\.{name}\b(?!-)", text), name
        assert f"`{name}`" in DOCS, name


# --- GitLab


def _gitlab_job() -> dict[str, Any]:
    job: dict[str, Any] = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["vaultlint"]
    return job


def _gitlab(lines: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Lines of the job in a shell, with the vaultlint that is tested here."""
    job = _gitlab_job()
    installed = str(Path(sys.executable).parent)
    script = "\n".join(["set -e", *lines]).replace("/tmp/vaultlint/bin", installed)
    texts = (text.replace("$CI_PROJECT_DIR", str(folder)) for text in job["variables"].values())
    given = dict(zip(job["variables"], texts, strict=True))
    environment = {**os.environ, **given, **variables}
    return _ran("sh", "-c", script, cwd=folder, env=environment)


def test_gitlab_job(job: Path) -> None:
    work = job / "work"
    template = _gitlab_job()
    result = _gitlab(template["script"], work)
    assert result.returncode == 1, result.stderr
    assert "4 errors, 2 warnings in 6 of 12 notes" in result.stdout
    report = json.loads((work / template["artifacts"]["reports"]["codequality"]).read_bytes())
    assert len(report) == 6
    assert all((work / entry["location"]["path"]).is_file() for entry in report)
    assert template["artifacts"]["when"] == "always"
    # Kept also when something was found, which fails the job.
    found = template["cache"][1]
    assert found["when"] == "always"
    (cache,) = (path for kept in found["paths"] for path in (work / kept).glob("*.sqlite3"))
    assert cache.stat().st_size > 0


def test_gitlab_variables(job: Path) -> None:
    result = _gitlab(
        _gitlab_job()["script"],
        job / "work",
        VAULTLINT_PATH="courses/🌙 Night sky",
        VAULTLINT_ARGS="--ignore encoding --fail-on error",
    )
    assert result.returncode == 0, result.stderr
    assert "2 warnings in 2 of 5 notes" in result.stdout


def test_gitlab_wants_a_package(tmp_path: Path) -> None:
    first = _gitlab_job()["before_script"][:1]
    refused = _gitlab(first, tmp_path)
    assert refused.returncode == 2
    assert "set VAULTLINT_PACKAGE" in refused.stdout
    assert _gitlab(first, tmp_path, VAULTLINT_PACKAGE="x").returncode == 0
