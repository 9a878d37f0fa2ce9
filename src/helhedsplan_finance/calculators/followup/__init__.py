"""Following a plan after the grant: versions, postings, follow-up, statement."""
