"""Wainao (外脑): every answer carries a receipt, every human correction takes effect at once."""
