"""What reports read: summary (the figures), dashboard (what the page adds), export (files)."""
