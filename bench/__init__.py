"""Measurements of Handrail: `make bench` runs every module here that exposes `rows()`."""
