"""Moms and fondsmoms: what a grant buys by its placement, and what budget lines cost by their payer."""
