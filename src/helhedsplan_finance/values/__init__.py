"""Values and their sources: money, amounts as text, days, periods, bounded reads of files."""
