"""What is put on paper: reports, acts and notices, registers, and figures for finance."""
