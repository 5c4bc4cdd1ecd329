"""What changes of a round's times once they are announced: extension, suspension, resumption, each with a notice."""
