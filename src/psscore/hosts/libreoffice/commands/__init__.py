"""The commands of Calc's menu and toolbar. They run inside LibreOffice: Python 3.10, no UNO but the objects given."""
