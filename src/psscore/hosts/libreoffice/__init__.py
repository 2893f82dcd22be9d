"""LibreOffice Calc: the extension addin/psscore.oxt, made from the registry of functions."""
