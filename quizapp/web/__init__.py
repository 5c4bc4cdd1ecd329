"""What every feature's pages share: who may enter, the clock, phrases, errors, headers, templates."""
