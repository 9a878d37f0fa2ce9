"""Values and the files that they are read from: money, amounts as people write them, days, periods, bounded reads."""
