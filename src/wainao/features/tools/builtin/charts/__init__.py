"""Pictures of numbers: SVG written here, PNG made of it by resvg."""
