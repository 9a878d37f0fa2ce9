"""The outputs: charts, pages, notebooks and CSV. They take a plan and its results, and return nothing to the pipe."""
