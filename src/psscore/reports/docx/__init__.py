"""Documents as .docx: a template that people restyle in Word, filled with text, tables and Word's own charts."""
