"""Tools without business words: money, flows, events, the queue, states, refusals, the clock."""
