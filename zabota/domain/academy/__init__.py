"""Materials that partners sell with, courses they learn by, certificates anybody can verify."""
