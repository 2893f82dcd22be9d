"""The sections of a report, each made from an evaluation alone: what the data do not say is not written."""
