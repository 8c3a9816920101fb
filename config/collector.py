"""Python's garbage collector, as a server that lives long wants it."""

import gc


def spare_what_is_loaded() -> None:
    """It lives as long as the process: to look all of it through once more, as the collector does now and then,
    would stop everybody for 60 milliseconds. What comes and goes with a request is looked at seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)
