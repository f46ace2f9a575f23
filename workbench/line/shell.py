"""How a command line becomes a command: help and usage errors in two languages, and an exit code for every ending.

A command is a function of a :class:`~workbench.line.screen.Screen` and its own arguments that returns an exit code; the
options ``--json`` and ``--lang`` are added to each here. An argument that is a dataclass stands for one option a field.
Help is looked up under ``workbench.option.<parameter>``.
"""

import functools
import inspect
import os
import signal
import sys
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from cyclopts import App, CycloptsError, Group, Parameter, Token
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)
from cyclopts.help import DefaultFormatter

from workbench.line.onward import tell
from workbench.line.screen import BAD_INPUT, DONE, FAULT, INTERRUPTED, USAGE, Misused, Screen
from workbench.line.speech import chosen
from workbench.line.streams import Unwritable, prepare, readable, silence, writing
from workbench.line.system import handled
from workbench.line.words import empty, explained, in_order
from zoning.model.errors import InputError
from zoning.texts import Language, say, table
from zoning.texts.alike import alike

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions

DEBUG = "ZONING_DEBUG"
"""Set this variable to see the traceback of a fault."""
HELP = {"--help", "-h", "--version"}
Command = Callable[..., int]
Ended = Callable[[Screen, str, Mapping[str, Any], int], None]
"""What is done once a command has ended: its screen, its name, its arguments by name, its exit code."""
GOES_ON = ("batch", "scenarios")
"""Commands that keep what is done in the folder of their results, and go on from it."""
GROUPS = {
    "data": ("sample", "template", "check", "count", "density", "export"),
    "plans": ("all", "solve", "batch", "score", "verify", "explain"),
    "compare": ("compare", "frontier", "scenarios", "stress", "forecast"),
    "work": ("organise", "staffing", "beats", "posts", "deploy", "response", "rosters", "evaluate"),
    "output": ("report", "serve", "store", "completion"),
}
"""The commands in working order, as the help lists them."""
ALSO = {"全套": "all"}
"""Other names of commands."""
JSON = Annotated[bool, Parameter(negative="")]
LANG = Annotated[Language | None, Parameter(show_choices=False, metavar="zh|en")]
COMMON = (
    inspect.Parameter("json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=JSON),
    inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LANG),
)
"""Options of every command."""
PANELS = ("layers", "common")
"""Headings of the help below the options of a command, which ``PANEL`` of a dataclass of options names."""


class Formatter(DefaultFormatter):
    """Cyclopts' help with its own few words in the user's language."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:
        words = {"COMMAND": "command", "[OPTIONS]": "options", "[ARGS]": "arguments", "[ARGS...]": "arguments"}
        spoken = [say(f"workbench.help.{words[w]}", self.language) if w in words else w for w in str(usage).split()]
        console.print(say("workbench.help.usage", self.language, usage=" ".join(spoken)), style="bold", markup=False)

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: Any) -> None:
        for entry in panel.entries:
            entry.required = False  # the usage line says which arguments are
        super().__call__(console, options, panel)


def between(low: float, high: float) -> Callable[[Any, Any], None]:
    """A check of an option's value that names the range in figures alone, so that it needs no language."""

    def check(_kind: Any, value: Any) -> None:
        if value is not None and not low <= value <= high:
            raise ValueError(f"{low:,}–{high:,}" if isinstance(high, int) else f"{low:,g}–{high:,g}")

    return check


def whole(low: int, high: int, **options: Any) -> Parameter:
    """An option that is a whole number in a range; a fraction is not rounded but refused."""

    def read(_kind: Any, tokens: Sequence[Token]) -> int:
        return int(tokens[0].value)

    return Parameter(validator=between(low, high), converter=read, **{"metavar": "N", **options})


def each(low: float, high: float) -> Callable[[Any, Any], None]:
    """The same check of every value of an option that may be repeated."""
    check = between(low, high)

    def all_of(kind: Any, values: Any) -> None:
        for value in values or ():
            check(kind, value)

    return all_of


def name_of(command: Command) -> str:
    """What a command is called; a function that would hide one of Python's own has a line behind its name."""
    return command.__name__.removesuffix("_")


def application(commands: Sequence[Command], language: Language, ended: Ended | None = None) -> App:
    """The command line of these commands in one language, in groups; ``ended`` is called after a command."""
    arguments = _panel("arguments_title", 0, language)
    app = App(
        name="zoning",
        help=say("workbench.help.program", language),
        version=_version,
        help_format="plaintext",
        help_formatter=Formatter(language),
        suppress_keyboard_interrupt=False,
        default_parameter=Parameter(show_default=False, negative_iterable=""),
        group_commands=_panel("parameters", len(GROUPS), language),
        group_parameters=_panel("parameters", 1, language),
        group_arguments=arguments,
    )
    places = {name: (g, k) for g, names in enumerate(GROUPS.values()) for k, name in enumerate(names)}
    panels = [_panel(f"group_{group}", g, language) for g, group in enumerate(GROUPS)]
    for command in commands:
        name = name_of(command)
        group, place = places.get(name, (len(GROUPS) - 1, len(places)))
        help_ = say(f"workbench.command.{name}", language)
        app.command(_spoken(command, language, ended), name=name, help=help_, group=panels[group], sort_key=place)
    for flag, key in (("--help", "help_flag"), ("--version", "version_flag")):
        app[flag].help = say(f"workbench.help.{key}", language)
    return app


def _panel(key: str, place: int, language: Language) -> Group:
    """A heading of the help, and its place there."""
    return Group(say(f"workbench.help.{key}", language), sort_key=place)


def _version() -> str:
    from importlib import metadata

    return metadata.version("zoning")


def _spoken(command: Command, language: Language, ended: Ended | None) -> Command:
    """The command with its help in the language, and with ``--json`` and ``--lang`` in place of its screen."""
    own, groups = _options(command)
    parameters = []
    for parameter, panel in [*own, *((one, "common") for one in COMMON)]:
        told: Any = Annotated[parameter.annotation, Parameter(help=_help(name_of(command), parameter.name, language))]
        if panel is not None:
            told = Annotated[told, Parameter(group=_panel(f"panel_{panel}", PANELS.index(panel) + 2, language))]
        parameters.append(parameter.replace(annotation=told))
    signature = inspect.Signature(parameters)

    @functools.wraps(command)
    def run(*arguments: Any, json: bool = False, lang: Language | None = None, **options: Any) -> int:
        given = signature.bind_partial(*arguments, **options).arguments | {"lang": lang}
        gathered = {
            name: kind(**{field: options.pop(field) for field in fields if field in options})
            for name, (kind, fields) in groups.items()
        }
        screen = Screen(lang or language, json)
        code = command(screen, *arguments, **options, **gathered)
        if ended is not None:
            ended(screen, name_of(command), given, code)
        return code

    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _help(command: str, parameter: str, language: Language) -> str:
    """What an option does in a command, or in all that have it."""
    own = f"option.{command}_{parameter}"
    return table("workbench", language).get(own) or say(f"workbench.option.{parameter}", language)


def _options(
    command: Command,
) -> tuple[list[tuple[inspect.Parameter, str | None]], dict[str, tuple[Callable[..., Any], list[str]]]]:
    """The parameters of a command behind its screen, a dataclass spread into its fields, and those dataclasses.

    Each with its panel of the help, ``None`` for that of the command; the command's own come first.
    """
    parameters: list[tuple[inspect.Parameter, str | None]] = []
    groups: dict[str, tuple[Callable[..., Any], list[str]]] = {}
    for parameter in _typed(command)[1:]:
        kind = parameter.annotation
        if is_dataclass(kind) and isinstance(kind, type):
            fields = [field.replace(kind=inspect.Parameter.KEYWORD_ONLY) for field in _typed(kind)]
            groups[parameter.name] = (kind, [field.name for field in fields])
            parameters += [(field, getattr(kind, "PANEL", None)) for field in fields]
        else:
            parameters.append((parameter, None))
    return sorted(parameters, key=lambda one: one[1] is not None and PANELS.index(one[1]) + 1), groups


def _typed(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a function or dataclass with their types looked up."""
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters.values()
    return [parameter.replace(annotation=hints.get(parameter.name, parameter.annotation)) for parameter in parameters]


def run(commands: Sequence[Command], arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    prepare()
    screen = Screen(language_of(arguments), "--json" in arguments)
    if not screen.json and readable(screen.language) != screen.language:
        screen.note(say("workbench.error.no_chinese", "en", encoding=str(sys.stdout.encoding)))
    words = in_order(list(arguments))
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signals = (signal.SIGTERM,) if ignored else (signal.SIGTERM, signal.SIGINT)
    try:
        with handled(signal.default_int_handler, *signals):  # what was begun is cleared away
            code = _ended(commands, words, screen)
        with writing():
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has read enough; files are written before anything is shown
        silence("stdout")
        code = DONE
    except KeyboardInterrupt:  # a second one while the first was told
        code = INTERRUPTED
    except Unwritable as error:
        silence("stdout")
        screen.note(screen.say("workbench.error.unshown", reason=error.args[0]), style="bold red")
        code = BAD_INPUT
    return code


def language_of(arguments: Sequence[str]) -> Language:
    """The language of a command line on its streams; whoever asks for one gets it, in escapes if need be."""
    language = chosen(arguments, os.environ)
    asked = "--json" in arguments or any(word.split("=")[0] == "--lang" for word in arguments)
    return language if asked else readable(language)


def _ended(commands: Sequence[Command], words: list[str], screen: Screen) -> int:
    if not words and screen.json:
        return screen.refuse(screen.say("workbench.usage.no_command"), USAGE)
    if (option := empty(words)) is not None:
        return screen.refuse(screen.say("workbench.usage.empty", option=option), USAGE)
    try:
        words[:1] = [ALSO.get(word, word) for word in words[:1]]
        named = [command for command in commands if name_of(command) == words[0]] if words else []
        told = functools.partial(tell, words)
        # a command's own help and mistakes need no other command
        app = application(named or commands, screen.language, told)
        console = None if screen.json and not HELP & set(words) else screen.out  # a program waits for no console
        code = app(
            explained(words), console=console, exit_on_error=False, print_error=False, result_action="return_value"
        )
    except CycloptsError as error:
        sentence = _usage_error(error, screen)
        return screen.refuse(sentence, USAGE) if screen.json else _with_hint(sentence, error, screen)
    except Misused as error:
        return screen.refuse(screen.say("workbench.error.usage", count=len(error.mistakes)), USAGE, error.mistakes)
    except InputError as error:
        return screen.refuse(screen.say("workbench.error.input", count=len(error.mistakes)), BAD_INPUT, error.mistakes)
    except KeyboardInterrupt:
        kept = words[0] in GOES_ON and any(word.partition("=")[0] == "--out" for word in words)
        return screen.refuse(screen.say(f"workbench.error.interrupted{'_kept' if kept else ''}"), INTERRUPTED)
    return DONE if code is None else int(code)


def _with_hint(sentence: str, error: CycloptsError, screen: Screen) -> int:
    command = " ".join(["zoning", *(error.command_chain or ())])
    screen.note(sentence, screen.say("workbench.usage.see", command=f"{command} --help"))
    return USAGE


def _unknown(what: str, word: str, known: Iterable[str], screen: Screen) -> str:
    """That there is no such command or option, and the one that was probably meant."""
    close = alike(word.lower(), known)
    return screen.say(f"workbench.usage.unknown_{what}{'_near' if close else ''}", word=word, nearest=close)


def _usage_error(error: CycloptsError, screen: Screen) -> str:
    """What is wrong with the command line; Cyclopts' own words where ours do not reach."""
    option = error.argument.name if error.argument else _token(error)
    if isinstance(error, UnknownCommandError):
        known = [*chain.from_iterable(GROUPS.values()), *ALSO]
        return _unknown("command", (error.unused_tokens or ["?"])[0], known, screen)
    if isinstance(error, UnknownOptionError) and error.token is not None:
        word = (error.token.keyword or error.token.value).partition("=")[0]
        names = chain.from_iterable(argument.names for argument in error.argument_collection if argument.parse)
        return _unknown("option", word, [name for name in names if name.startswith("--")], screen)
    if isinstance(error, MissingArgumentError):
        return screen.say("workbench.usage.missing", option=option.upper() if not option.startswith("--") else option)
    if isinstance(error, CoercionError):
        hint = error.argument.hint if error.argument else None
        choices = [str(choice) for choice in get_args(hint)] if get_origin(hint) is Literal else []
        key = "workbench.usage.not_a_choice" if choices else "workbench.usage.not_a_value"
        return screen.say(key, option=option, value=error.token.value if error.token else "", choices=choices)
    if isinstance(error, ValidationError):
        return screen.say("workbench.usage.out_of_range", option=option, detail=error.exception_message)
    if isinstance(error, RepeatArgumentError):
        return screen.say("workbench.usage.repeated", option=option)
    if isinstance(error, UnusedCliTokensError):
        return screen.say("workbench.usage.unused", words=list(error.unused_tokens or ()))
    return str(error)


def _token(error: CycloptsError) -> str:
    """The option as it was typed, where Cyclopts names no argument."""
    token = getattr(error, "token", None)
    return (token.keyword or token.value) if token else ""


def report_faults(screen: Screen) -> None:
    """From now on a fault of the program ends in one sentence and exit code 1 instead of a traceback."""

    def fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if os.environ.get(DEBUG):
            sys.__excepthook__(kind, error, trace)
        screen.refuse(screen.say("workbench.error.fault", kind=kind.__name__, detail=str(error), variable=DEBUG), FAULT)

    sys.excepthook = fault
