"""The files as survey platforms write them: one module per platform, each giving the bytes of a file."""
