"""Budget, finance and check a Danish boligsocial helhedsplan.

A person states a plan; the library turns it into rows of money, names the sums that matter, holds those sums
against dated and sourced rules, and hands every reader the page they need.

The public names are listed once, in ``__init__.pyi``: type checkers read it, and so does the program, which resolves a
name on first use. ``import helhedsplan_finance`` therefore costs next to nothing.
"""

import lazy_loader

from helhedsplan_finance.values.version import __version__ as __version__

__getattr__, __dir__, _public = lazy_loader.attach_stub(__name__, __file__)
__all__ = sorted(_public, key=str.casefold)  # as a reader looks names up
