"""Installing the extension into LibreOffice with LibreOffice's own installer, and looking at what is there."""
