"""The version, in a package that loads nothing, so that importing the library loads nothing either."""

__version__ = "0.1.0"
