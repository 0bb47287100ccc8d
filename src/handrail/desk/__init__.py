"""The desk: a complete booking line, built only on the library's public API."""
