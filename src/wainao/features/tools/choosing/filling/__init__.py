"""Values that a request holds for the fields of a form."""

from wainao.features.tools.choosing.filling.form import fill

__all__ = ["fill"]
