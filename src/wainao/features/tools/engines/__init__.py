"""What calls tools, by where they came from."""
