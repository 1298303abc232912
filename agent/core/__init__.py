"""The judgement: facts, what they add up to, and what to do about it. Pure; the standard library only."""
