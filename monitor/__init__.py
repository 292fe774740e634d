"""Huiying (回应): times offices against the written rule for answering the public."""
