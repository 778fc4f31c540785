"""Which deployment answers: the route that a client names, and what happens when one of its deployments fails."""
