"""click speaks English; here its own words, in help and in errors of use, are Norwegian."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path as FilePath
from traceback import extract_tb
from typing import Any

import click

DEPTH = 5
"""How many places of a crash are told, the innermost first."""
TYPED = re.compile("'[^']+'")
"""What was typed, as click quotes it in its own words."""
WORDS = {"Options": "Valg", "Commands": "Kommandoer"}


def help_text(what: str, *examples: str) -> str:
    r"""A command's help: what it does, then examples as they stand (click keeps lines after `\b`)."""
    return what + "\n\n\b\n" + "\n".join(examples)


class NorwegianFormatter(click.HelpFormatter):
    """Headings and the usage line in Norwegian."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """As click, with `Bruk:` in front."""
        super().write_usage(prog, args, prefix or "Bruk: ")

    def write_heading(self, heading: str) -> None:
        """As click, the heading in Norwegian."""
        super().write_heading(WORDS.get(heading, heading))


class NorwegianContext(click.Context):
    """A context whose help is written by the Norwegian formatter."""

    formatter_class = NorwegianFormatter


class NorwegianCommand(click.Command):
    """A command with Norwegian help."""

    context_class = NorwegianContext

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[VALG]", **settings})
        self.context_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, in Norwegian."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "Vis denne hjelpen."
        return option


class NorwegianGroup(NorwegianCommand, click.Group):
    """A group of commands with Norwegian help."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"subcommand_metavar": "KOMMANDO ...", **settings})


def trouble(error: click.UsageError) -> str:
    """What is wrong with the words of a call."""
    kind = error.param.type if isinstance(error, click.BadParameter) and error.param else None
    typed = TYPED.search(error.message)
    match error:
        case click.NoSuchOption():
            known = [option for each in error.ctx.command.params for option in each.opts] if error.ctx else []
            return f"Valget {error.option_name} finnes ikke.{_near(re.match('.*', error.option_name), known)}"
        case click.MissingParameter():
            return f"Det mangler {_named(error)}."
        case click.BadParameter() if isinstance(kind, click.Choice):
            return f"{_named(error)} må være en av: {', '.join(kind.choices)}.{_near(typed, kind.choices)}"
        case click.BadParameter() if isinstance(kind, click.Path):
            return f"Finner ikke {'fila' if kind.file_okay else 'mappa'} som står i {_named(error)}."
        case _ if error.ctx and isinstance(error.ctx.command, click.Group):
            known = error.ctx.command.list_commands(error.ctx)
            return f"Kommandoen finnes ikke.{_near(typed, known)} Velg mellom: {', '.join(known)}."
    return "Kommandoen er ikke skrevet slik programmet kan lese den."


def _near(typed: re.Match[str] | None, known: Iterable[str]) -> str:
    """The known word most like what was typed, as a question; nothing where none is."""
    near = get_close_matches(typed[0].strip("'"), list(known), 1) if typed else []
    return f" Mente du {near[0]}?" if near else ""


def crash(error: BaseException) -> str:
    """What is told of a fault in this package itself: its type and where it arose, never a value of the case."""
    here = FilePath(__file__).parent
    frames = ((FilePath(frame.filename), frame.lineno) for frame in extract_tb(error.__traceback__))
    places = [f"{file.relative_to(here).as_posix()}:{line}" for file, line in frames if file.is_relative_to(here)]
    return (
        f"lettergen stoppet av en feil i programmet selv: {type(error).__name__} ({' < '.join(reversed(places[-DEPTH:]))}). "
        "Meld fra til dem som lager programmet, med denne linja og versjonen (lettergen --version). Send aldri saksfila."
    )


def _named(error: click.BadParameter) -> str:
    """What the person sees the parameter as: the option, or the argument's word in the usage line."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return (error.param.metavar or "").rstrip(".") if error.param else ""
