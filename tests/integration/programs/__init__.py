"""Small real programs that the integration tests start and look at."""
