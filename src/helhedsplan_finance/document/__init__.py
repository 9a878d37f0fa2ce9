"""A result as a document of blocks, and one renderer for each medium: terminal, HTML, Markdown, PDF, CSV, data."""
