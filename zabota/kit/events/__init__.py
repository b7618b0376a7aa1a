"""Events: what we announce, written in the transaction of the change, with the jobs that follow."""
