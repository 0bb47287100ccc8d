"""Trials of the desk: its database as scenarios see it, how its callers talk, its scenarios."""
