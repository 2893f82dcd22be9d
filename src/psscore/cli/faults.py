"""Everything wrong with the options of a command, told at once and before any work."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from psscore.cli.lang import say
from psscore.model.text import Text, counted

USAGE, ERROR, REFUSED = 64, 1, 2


class Faults:
    """Sentences and the exit code each asks for: how the command was typed comes before what it finds in its way."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._found: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def usage(self, zh: str, en: str) -> None:
        """Something typed that makes no sense (exit 64)."""
        self._add(say(self.lang, zh, en), USAGE)

    def add(self, text: Text, code: int = ERROR) -> None:
        """Something that is in the way: a folder that does not exist, a list with faults."""
        self._add(text(self.lang), code)

    def extend(self, texts: Iterable[Text], code: int = ERROR) -> None:
        """Several of them."""
        for text in texts:
            self.add(text, code)

    def leave(self) -> None:
        """Tell them all and exit; nothing when there are none."""
        if not self._found:
            return
        sentences = list(self._found)
        if len(sentences) > 1:
            count = len(sentences)
            typer.echo(say(self.lang, f"共 {count} 个问题：", f"{counted(count, 'problem')}:"), err=True)
            sentences = [f"  - {sentence}" for sentence in sentences]
        for sentence in sentences:
            typer.echo(sentence, err=True)
        codes = self._found.values()
        raise typer.Exit(next(code for code in (USAGE, ERROR, REFUSED) if code in codes))

    def _add(self, sentence: str, code: int) -> None:
        self._found[sentence] = code
