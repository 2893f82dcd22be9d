"""`python -m psscore.hosts.excel` writes the generated sources in addin/excel and the add-in anew."""

from psscore.hosts.excel.addin import write_all

write_all()
