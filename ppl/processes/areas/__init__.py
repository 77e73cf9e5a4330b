"""Fields on areas: graphs, and distributions of one number for each of their areas."""
