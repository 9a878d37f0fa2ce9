"""Moms and fondsmoms: what a grant buys where it is placed, and what budget lines cost by who pays them."""
