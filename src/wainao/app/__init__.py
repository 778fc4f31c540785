"""The composition root: settings, extensions, wiring, and every face a capability gets."""
