"""Days, clocks, holidays and the Chinese calendar."""
