"""What the hot path costs beside a bare program that makes the same writes: `python -m tests.load.hot_path`."""
