"""The vault: which files it holds, and where links lead."""
