"""Pictures of questions, served."""
