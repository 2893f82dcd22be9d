"""Documents as the bytes of files, in the formats that were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.reports.document import Document
from psscore.reports.docx.write import to_docx
from psscore.reports.html import to_html
from psscore.reports.pdf import NO_OFFICE, NoPdf, Printer, find_printers, to_pdf

FORMATS = ("docx", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a document; `data` None when it could not be made, and why."""

    format: str
    data: bytes | None
    why: Text | None = None


@dataclass(slots=True)
class Press:
    """Makes files of many documents; `template` is the .docx of one's own, the programs for PDF are looked for once."""

    formats: Sequence[str]
    template: bytes | None = None
    printers: Sequence[Printer] | None = field(default=None)

    def files(self, document: Document) -> Iterator[Made]:
        """One file for each format. Raises `TemplateFault` before the first."""
        word = to_docx(document, self.template) if "docx" in self.formats or self.template is not None else None
        for name in self.formats:
            if name == "docx":
                yield Made(name, word)
            elif name == "html":
                yield Made(name, to_html(document).encode())
            else:
                yield self._pdf(document, word)

    def _pdf(self, document: Document, word: bytes | None) -> Made:
        if self.printers is None:
            self.printers = find_printers()
        printers = self.printers
        if self.template is not None:
            # A browser would print the page and not what was made of the template.
            printers = [printer for printer in printers if not printer.browser]
            if not printers:
                return Made("pdf", None, NO_OFFICE)
        try:
            return Made("pdf", to_pdf(to_html(document), lambda: word or to_docx(document, self.template), printers))
        except NoPdf as failure:
            return Made("pdf", None, failure.text)
