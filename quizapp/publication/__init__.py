"""Results as staff see them before publishing, their publication in versions, and papers for handing prizes over."""
