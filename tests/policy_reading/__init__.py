"""Tests of reading policy documents; all documents here are fictional."""
