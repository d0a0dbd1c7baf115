"""What Anki's own collection says of the cards of a note."""
