"""Pages: one A4 page for each reader, as accessible HTML, PDF and (for the council) Markdown, from the same blocks."""
