"""Stand-ins for the reader, run as child processes: what a hostile file might make of it."""
