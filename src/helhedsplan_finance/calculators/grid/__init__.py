"""The funding grid: every line against every contribution, year by year, with what found no place."""
