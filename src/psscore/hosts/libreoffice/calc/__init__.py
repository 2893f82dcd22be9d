"""What runs inside LibreOffice: arguments as Calc gives them, answers as Calc takes them. Python 3.10, no UNO here."""
