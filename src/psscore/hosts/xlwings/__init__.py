"""The xlwings adapter: the functions Excel calls through xlwings' Python server."""
