"""The face for models elsewhere: every capability that an actor may call, as a tool of the Model Context Protocol."""
