"""Where the functions live: Excel through xlwings and VBA; each host only carries values in and out."""
