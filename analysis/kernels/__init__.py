"""The loops numba compiles: one file a family, each with a slow twin in the tests that it must equal."""
