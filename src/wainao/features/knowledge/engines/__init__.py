"""What holds passages and finds them: one file per engine."""
