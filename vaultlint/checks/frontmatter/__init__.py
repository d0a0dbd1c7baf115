"""The checks of the family "frontmatter"."""
