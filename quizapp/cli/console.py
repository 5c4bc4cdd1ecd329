"""How commands speak: refusals in one line, JSON alone on standard output."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import NoAppException


class Refused(click.ClickException):
    """The command can't do what it was asked to; exit 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence to standard error."""
        click.echo(f"Lỗi: {self.format_message()}", err=True)


class WrongUsage(Refused):
    """Something that was named doesn't exist, or settings can't be used; exit 2."""

    exit_code = 2


class UnusableSettings(NoAppException):
    """The app can't be made from the environment's settings; exit 2."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence to standard error."""
        click.echo(f"Lỗi: {self.format_message()}", err=True)


def print_json(value: Any) -> None:
    """Print `value` as JSON, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def number(value: int) -> str:
    """Return a whole number as Vietnamese write it: 1.568."""
    return f"{value:,}".replace(",", ".")


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns under their titles; the last column takes what room it needs."""
    widths = [max(_width(row[i]) for row in (titles, *rows)) for i in range(len(titles))]
    for row in (titles, *rows):
        click.echo("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file; where that can't be done, say why."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"không ghi được {path}: {error.strerror}") from error


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many places a text takes: a mark that combines with the letter before it takes none."""
    return len(unicodedata.normalize("NFC", text))


def print_box(*lines: str) -> None:
    """Print lines in a frame."""
    width = max(_width(line) for line in lines)
    click.echo(f"┌{'─' * (width + 2)}┐")
    for line in lines:
        click.echo(f"│ {_padded(line, width)} │")
    click.echo(f"└{'─' * (width + 2)}┘")


class ProgressBars:
    """Bars one below the other on standard error, each for a title; where that is no terminal, one line when done."""

    _LENGTH = 30

    def show(self, title: str, done: int, total: int) -> None:
        """Show how much of `total` is done."""
        is_whole = done >= total
        if not is_whole and not sys.stderr.isatty():
            return
        filled = self._LENGTH * done // max(total, 1)
        bar = "█" * filled + "░" * (self._LENGTH - filled)
        click.echo(f"\r{title}  {bar}  {number(done)}/{number(total)} lượt thi", nl=is_whole, err=True)
