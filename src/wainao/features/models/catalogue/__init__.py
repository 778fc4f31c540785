"""The models that can be had: a catalogue shipped with the package, what each needs, and what this machine has."""
