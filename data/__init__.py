"""How data comes in and is kept: reading, checking, loading, the model, the versions of the store."""
