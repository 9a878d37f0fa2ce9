"""Plans derived from plans: the merge of two, and the period that follows."""
