"""Anki's own collection, read and never written."""
