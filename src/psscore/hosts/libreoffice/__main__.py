"""`python -m psscore.hosts.libreoffice` writes the extension in addin anew."""

from psscore.hosts.libreoffice.extension import write_all

write_all()
