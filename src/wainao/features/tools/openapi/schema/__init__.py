"""From the dialects of OpenAPI (2.0, 3.0, 3.1, 3.2) to JSON Schema 2020-12 that always is valid."""
