"""What leaves the house when a machine chose the call: only what is known not to be somebody's secret."""
