"""From an expression in digits, signs or Chinese words to its exact value."""
