"""Replies of a form that was asked for, from any backend: what it cannot enforce itself is enforced here."""

from wainao.features.models.constrain.form import Form, form_of

__all__ = ["Form", "form_of"]
