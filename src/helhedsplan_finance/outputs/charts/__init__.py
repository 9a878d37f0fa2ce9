"""Charts with matplotlib's object interface: a function takes ``ax``, returns it, and touches no global style."""
