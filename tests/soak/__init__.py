"""A month of trouble: real processes killed at random, and books that must equal the other side's truth."""
