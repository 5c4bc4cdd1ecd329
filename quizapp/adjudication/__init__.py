"""Review before publishing: flags with their evidence, decisions on attempts, and people who can win no prize."""
