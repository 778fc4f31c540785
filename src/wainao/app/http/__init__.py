"""The HTTP face: routes made from specs, and everything that guards them."""
