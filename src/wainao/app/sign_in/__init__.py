"""Signing in to the console with an identity provider (OpenID Connect): who comes in, and what they may do then."""
