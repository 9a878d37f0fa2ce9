"""The funding grid: budget lines by contributions and years, with the amounts that found no place."""
