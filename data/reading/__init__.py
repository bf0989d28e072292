"""Files on disk as numbered rows of text, whatever their encoding, delimiter and damage."""
