"""What the product costs while more and more attempts are stored."""
