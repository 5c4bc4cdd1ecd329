"""Official figures of rounds that others hold, entered or read from their list; the QR code that leads there."""
