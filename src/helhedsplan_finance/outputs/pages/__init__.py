"""Pages: one A4 page per audience, as accessible HTML, PDF and (for the council) Markdown, from the same blocks."""
