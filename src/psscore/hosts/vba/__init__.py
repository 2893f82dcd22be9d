"""Writes VBA projects (vbaProject.bin) from the text of their modules, without Excel: MS-OVBA inside MS-CFB."""

from psscore.hosts.vba.module import Module, SourceFault, document, standard
from psscore.hosts.vba.project import Project, project_bytes

__all__ = ["Module", "Project", "SourceFault", "document", "project_bytes", "standard"]
