"""What several processors are told in nearly the same words."""
