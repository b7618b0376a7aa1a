"""Care for money: what looks wrong about a reward, and who has looked at it."""
