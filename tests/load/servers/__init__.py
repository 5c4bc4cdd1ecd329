"""What a WSGI server costs and survives when it serves the product: `python -m tests.load.servers`."""
