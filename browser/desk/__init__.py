"""The page's own Python: each question of the page is answered by the library, with data, HTML and files.

Nothing is kept between two questions, so that a worker that dies takes nothing with it.
"""
