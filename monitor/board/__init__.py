"""The board: what officers see in a browser, and what programs ask over HTTP. It only reads."""
