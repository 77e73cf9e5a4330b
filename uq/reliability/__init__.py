"""Mathematics of rare failures in standard normal space: design points, curvatures, sampling densities, lines, levels."""
