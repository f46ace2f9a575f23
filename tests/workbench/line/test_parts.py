"""The small parts: colours, numbers, folding, tables, decisions, progress, and words for everything shown."""

import math
import signal
from collections.abc import Callable
from itertools import permutations
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from geodata.county.build import Built
from workbench.cli import COMMANDS
from workbench.given.decisions import problem_of
from workbench.line.options import Wishes
from workbench.line.progress import interruptible, sentence
from workbench.line.screen import Misused, Screen
from workbench.line.shell import GROUPS, application, name_of, run
from workbench.line.speech import chosen, folded, mended
from workbench.line.words import explained
from zoning.judge.figures import CHANGE_FIGURES, PLAN_FIGURES, STATION_FIGURES, ZONE_FIGURES
from zoning.judge.measures import MEASURES
from zoning.judge.values import plan_values
from zoning.model.errors import InputError
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
Read = Callable[[str], Built]


@LANGUAGES
def test_every_figure_and_measure_has_its_words(language: Language) -> None:
    for figure in (*ZONE_FIGURES, *STATION_FIGURES, *PLAN_FIGURES, *CHANGE_FIGURES):
        assert figure.header(language)
    assert all(say(f"zoning.meaning.{measure.key}", language) for measure in MEASURES)


@LANGUAGES
def test_every_command_and_option_has_its_help(language: Language) -> None:
    app = application(COMMANDS, language)
    for command in map(name_of, COMMANDS):
        assert app[command].help
        for argument in app[command].assemble_argument_collection():
            assert argument.parameter.help, argument.name


@LANGUAGES
def test_the_help_lists_commands_as_they_are_used_in_groups(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(COMMANDS, ["--help", "--lang", language]) == 0
    words = [word for line in capsys.readouterr().out.splitlines() for word in line.strip("│╭─╮ ").split()[:1]]
    names = [name_of(command) for command in COMMANDS]
    known = [name for group in GROUPS.values() for name in group if name in names]
    assert sorted(known) == sorted(names), "each in one group"
    places = [words.index(name) for name in known]
    assert places == sorted(places)
    heads = [say(f"workbench.help.group_{group}", language).split()[0] for group in GROUPS]
    assert [word for word in words if word in heads][: len(heads)] == heads


def test_options_of_a_command_stand_before_those_of_layers_and_of_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(COMMANDS, ["solve", "--help"])
    told = capsys.readouterr().out
    places = [told.index(f" {option} ") for option in ("--out", "--policy", "--plans", "--seed", "--areas", "--json")]
    assert places == sorted(places)


def test_a_command_says_and_refuses_the_same_without_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [[name_of(command), word] for command in COMMANDS for word in ("--help", "--not-there")]
    alone = [(run(COMMANDS, words), capsys.readouterr()) for words in lines]
    monkeypatch.setattr("workbench.line.shell.application", lambda _, *rest: application(COMMANDS, *rest))
    assert alone == [(run(COMMANDS, words), capsys.readouterr()) for words in lines]
    assert [code for code, _ in alone] == [0, 2] * len(COMMANDS)


def test_numbers_have_thousands_a_real_minus_and_no_negative_zero() -> None:
    assert number(-1234567.8) == "−1,234,568"
    assert number(-0.04, 1) == "0.0"
    assert number(0.04, 1, signed=True) == "0.0"
    assert number(2.5, 1, signed=True) == "+2.5"
    assert number(math.nan) == number(None) == percent(math.inf) == "–"
    assert percent(0.1234) == "12.3%"


def test_the_language_is_the_option_then_the_locale_then_chinese() -> None:
    assert chosen(["check", "--lang", "en"], {"LC_ALL": "zh_CN"}) == "en"
    assert chosen(["check", "--lang=zh"], {"LANG": "en_US"}) == "zh"
    assert chosen(["check"], {"LC_ALL": "", "LANG": "en_US"}) == "en"
    assert chosen(["check"], {"LANG": "fr_FR"}) == chosen(["check", "--", "--lang", "en"], {}) == "zh"


@given(st.text(max_size=80), st.integers(4, 60))
def test_folded_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    lines = folded(text, cells)
    assert all(cell_len(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(mended(text).split())


def test_a_closing_mark_never_begins_a_line() -> None:
    assert folded("甲乙丙，丁戊。", 6) == ["甲乙", "丙，丁", "戊。"]
    assert folded("甲乙（丙丁）“戊”", 6) == ["甲乙", "（丙", "丁）", "“戊”"], "an opening one ends none"
    assert folded("甲乙（abc）", 10) == ["甲乙", "（abc）"], "of words, too"


def test_text_from_a_file_cannot_steer_a_terminal() -> None:
    assert mended("a\x1b[31m\x07b\ud800") == "a [31m b?"


def test_stations_are_named_by_code_or_by_a_unique_name(built: Read) -> None:
    county = built("xunhua").county
    codes = {name: code for code, name in county.names.items()}
    wishes = Wishes(
        "haidong",
        ("zones.max=4",),
        ("清水乡=白庄镇派出所",),
        (f"{codes['街子镇']}，清水乡",),
        (),
        ("白庄镇",),
        ("四个", "冬季封路", "", "值班用房"),
    )
    problem = problem_of(county, wishes)
    assert problem.policy.zones.max == 4
    assert problem.policy.pins.pinned == ((codes["清水乡"], codes["白庄镇"]),)
    assert problem.policy.pins.together == ((codes["街子镇"], codes["清水乡"]),)
    assert problem.policy.pins.offices == (codes["白庄镇"],)
    assert [override.reason for override in problem.overrides] == ["四个", "冬季封路", "", "值班用房"]
    assert problem.overrides[0].what == "zones.max = 4"
    assert problem.overrides[1].what.startswith("pins.pinned: "), "in the order of the fields, as the reasons are"
    assert problem.overrides[2].what.startswith("pins.together: ")


def test_every_decision_keeps_the_reason_behind_it_whatever_stands_beside_it(built: Read) -> None:
    county = built("xunhua").county
    names = {"--pin": "清水乡=白庄镇", "--together": "积石镇,街子镇", "--apart": "道帏乡,白庄镇", "--office": "白庄镇"}
    kinds = {"--pin": "pinned", "--together": "together", "--apart": "apart", "--office": "offices"}
    for order in permutations(names):
        typed = [word for option in order for word in (option, names[option], "--reason", option[2:])]
        told = dict.fromkeys([*names, "--reason"], ())
        for word in explained(["solve", *typed])[1:]:
            option, _, value = word.partition("=")
            told[option] = (*told[option], value)
        wishes = Wishes("haidong", None, *(told[option] for option in names), told["--reason"])
        overrides = problem_of(county, wishes).overrides
        assert {one.what.split(":")[0]: one.reason for one in overrides} == {
            f"pins.{kinds[option]}": option[2:] for option in names
        }


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("--apart A,B --reason x", "--apart=A,B --reason=x"),
        ("--reason x --apart A,B", "--apart=A,B --reason=x"),
        ("--out o --apart=A,B --reason=x --pin C=D", "--pin=C=D --reason= --apart=A,B --reason=x --out o"),
        (
            "--office A --reason x --set k=1 --set l=2 --reason y",
            "--set=k=1 --reason= --set=l=2 --reason=y --office=A --reason=x",
        ),
    ],
)
def test_a_reason_belongs_to_the_decision_before_it(typed: str, wanted: str) -> None:
    assert explained(["solve", *typed.split()]) == ["solve", *wanted.split()]
    assert explained(["organise", *typed.split()]) == ["organise", *typed.split()], "its reason is that of all choices"


@pytest.mark.parametrize(
    "typed", ["--reason x", "--reason x --apart A,B --pin C=D", "--apart A,B --reason y --reason x"]
)
def test_a_reason_without_its_decision_is_refused(typed: str) -> None:
    with pytest.raises(Misused) as refused:
        explained(["solve", *typed.split()])
    assert [(one.table, one.value) for one in refused.value.mistakes] == [("--reason", "x")]


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (Wishes("haidong", ("zones.max",)), "zones.max=4"),
        (Wishes("haidong", ("zones.max=4", "zones.max=5")), "两次"),
        (Wishes("haidong", ("zones.maxx=4",)), "zones.max"),
        (Wishes("haidong", (), ("清水乡",)), "派出所=对象"),
        (Wishes("haidong", (), ("清水县=白庄镇",)), "清水乡"),
        (Wishes("haidong", (), (), ("清水乡",)), "至少需要两个"),
        (Wishes("haidong", (), (), (), (), ("nobody",)), "nobody"),
        (Wishes("nowhere"), "haidong"),
    ],
)
def test_wrong_decisions_are_named_with_a_remedy(built: Read, wishes: Wishes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        problem_of(built("xunhua").county, wishes)
    assert any(said in mistake.text("zh") for mistake in caught.value.mistakes)


def test_all_wrong_stations_are_named_at_once(built: Read) -> None:
    with pytest.raises(InputError) as caught:
        problem_of(built("xunhua").county, Wishes(pin=("x=y",), together=("x,z",), apart=("v,w",)))
    assert len(caught.value.mistakes) == 6


@LANGUAGES
@pytest.mark.parametrize("stage", ["start", "pool", "growth", "master", "cover", "alternatives"])
def test_progress_says_every_stage(language: Language, stage: str) -> None:
    progress = SimpleNamespace(stage=stage, zone_count=4, zones_grown=1200, points=200, bound=150, seconds=1.26)
    said = sentence(Screen(language), progress)  # type: ignore[arg-type]
    assert "1,200" in said
    assert "25.00%" in said
    assert "1.3" in said


def test_the_first_ctrl_c_only_asks() -> None:
    with interruptible() as stop:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_the_range_of_workload_is_most_less_least(solved: Callable[..., tuple[SimpleNamespace, Built]]) -> None:
    values = plan_values(solved("fengdu")[0].score)
    assert values["range"] == pytest.approx(values["most_loaded"] - values["least_loaded"])
