"""What result pages read: own (a participant's attempt), public (everybody), standing (the staff)."""
