"""What the flashcard plugins make of a note as it stands: one module for each."""
