"""Cases and interviews: a partner proposes, staff edit, and what both approved is published."""
