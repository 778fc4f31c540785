"""Pages of the web as text, and a search engine that the settings name. What comes back is a stranger's words."""
