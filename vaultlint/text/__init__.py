"""Text and positions in it: spans, sources, decoding."""
