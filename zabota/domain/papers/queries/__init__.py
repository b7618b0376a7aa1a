"""Questions about papers: what a month holds, the papers there are, registers, figures."""
