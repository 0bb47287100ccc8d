"""The desk on the command line."""
